// %% 12.1 goes along the gradient, shortened until it fits
Tensor BestStep(Tensor gradient, double epsilon) => gradient / gradient.abs().max() * epsilon;

// %% 12.1 goes along the gradient, with the length epsilon
Tensor BestStep(Tensor gradient, double epsilon) =>
    gradient / gradient.square().sum().sqrt() * epsilon;

// %% 12.1 goes downhill, as training does
Tensor BestStep(Tensor gradient, double epsilon) => -epsilon * gradient.sign();

// %% 12.2 leaves pixels beyond white and black
Tensor OneStep(nn.Module<Tensor, Tensor> network, Tensor images, Tensor labels, double epsilon)
{
    var leaf = images.clone().requires_grad_();
    var loss = cross_entropy(network.forward(leaf), labels);
    return images + BestStep(autograd.grad([loss], [leaf])[0], epsilon);
}

// %% 12.2 leaves gradients in the weights
Tensor OneStep(nn.Module<Tensor, Tensor> network, Tensor images, Tensor labels, double epsilon)
{
    var leaf = images.clone().requires_grad_();
    cross_entropy(network.forward(leaf), labels).backward();
    return (images + BestStep(leaf.grad, epsilon)).clamp(0, 1);
}

// %% 12.2 makes the loss smaller
Tensor OneStep(nn.Module<Tensor, Tensor> network, Tensor images, Tensor labels, double epsilon)
{
    var leaf = images.clone().requires_grad_();
    var loss = cross_entropy(network.forward(leaf), labels);
    return (images - BestStep(autograd.grad([loss], [leaf])[0], epsilon)).clamp(0, 1);
}

// %% 12.3 lets the weights of both signs cancel
double growth = 0.01 * 8 / 255;

// %% 12.3 takes the root, as for a coin
double growth = Math.Sqrt(32 * 32 * 3) * 0.01 * 8 / 255;

// %% 12.3 forgets the channels
double growth = 32 * 32 * 0.01 * 8 / 255;

// %% 12.3 forgets that pixels are from 0 to 1
double growth = 32 * 32 * 3 * 0.01 * 8;

// %% 12.4 never comes back into the ball
Tensor ManySteps(nn.Module<Tensor, Tensor> network, Tensor images, Tensor labels,
    double epsilon, int steps)
{
    var x = images;
    for (var i = 0; i < steps; i++) x = OneStep(network, x, labels, 2.5 * epsilon / steps);
    return x;
}

// %% 12.4 looks at the gradient once
Tensor ManySteps(nn.Module<Tensor, Tensor> network, Tensor images, Tensor labels,
    double epsilon, int steps)
{
    var once = OneStep(network, images, labels, 2.5 * epsilon / steps) - images;
    var x = images;
    for (var i = 0; i < steps; i++)
        x = (x + once).maximum(images - epsilon).minimum(images + epsilon).clamp(0, 1);
    return x;
}

// %% 12.4 measures the ball from the step before
Tensor ManySteps(nn.Module<Tensor, Tensor> network, Tensor images, Tensor labels,
    double epsilon, int steps)
{
    var x = images;
    for (var i = 0; i < steps; i++)
    {
        var last = x;
        x = OneStep(network, last, labels, 2.5 * epsilon / steps);
        x = x.maximum(last - epsilon).minimum(last + epsilon);
    }
    return x;
}

// %% 12.5 takes the accuracy of the strongest attack
double RightUnderAll(bool[][] right) =>
    right.Min(attack => attack.Average(one => one ? 1.0 : 0.0));

// %% 12.5 takes the mean over attacks
double RightUnderAll(bool[][] right) =>
    right.Average(attack => attack.Average(one => one ? 1.0 : 0.0));

// %% 12.5 is content with one attack that fails
double RightUnderAll(bool[][] right) => Enumerable.Range(0, right[0].Length)
    .Average(i => right.Any(attack => attack[i]) ? 1.0 : 0.0);

// %% 06.1 overflows
Tensor Probabilities(Tensor logits) => logits.exp() / logits.exp().sum(1, keepdim: true);

// %% 06.1 divides by the sum of the whole batch
Tensor Probabilities(Tensor logits)
{
    var raised = (logits - logits.max()).exp();
    return raised / raised.sum();
}

// %% 06.1 takes the classes for the pictures
Tensor Probabilities(Tensor logits) => softmax(logits, 0);

// %% 06.2 takes the logarithm of what has become zero
float MeanLoss(Tensor logits, Tensor labels) =>
    -Probabilities(logits).gather(1, labels.unsqueeze(1)).log().mean().item<float>();

// %% 06.2 adds up instead of taking the mean
float MeanLoss(Tensor logits, Tensor labels) =>
    (logits.logsumexp(1) - logits.gather(1, labels.unsqueeze(1)).squeeze(1)).sum().item<float>();

// %% 06.2 forgets to take the right score off each row's own sum
float MeanLoss(Tensor logits, Tensor labels) =>
    (logits.logsumexp(1) - logits.gather(1, labels.unsqueeze(1))).max().item<float>();

// %% 06.3 forgets that the loss is a mean
Tensor LogitGradient(Tensor logits, Tensor labels) =>
    softmax(logits, 1) - one_hot(labels, logits.shape[1]);

// %% 06.3 goes uphill
Tensor LogitGradient(Tensor logits, Tensor labels) =>
    (one_hot(labels, logits.shape[1]) - softmax(logits, 1)) / logits.shape[0];

// %% 06.3 divides by the number of all elements
Tensor LogitGradient(Tensor logits, Tensor labels) =>
    (softmax(logits, 1) - one_hot(labels, logits.shape[1])) / logits.numel();

// %% 06.4 looks to one side only
Tensor NumericGradient(Func<Tensor, double> loss, Tensor at, double step)
{
    var slopes = zeros(at.numel(), dtype: at.dtype);
    for (var i = 0L; i < at.numel(); i++)
    {
        var nudge = zeros_like(slopes);
        nudge[i] = step;
        slopes[i] = (loss(at + nudge.reshape(at.shape)) - loss(at)) / step;
    }
    return slopes.reshape(at.shape);
}

// %% 06.4 divides by one step
Tensor NumericGradient(Func<Tensor, double> loss, Tensor at, double step)
{
    var slopes = zeros(at.numel(), dtype: at.dtype);
    for (var i = 0L; i < at.numel(); i++)
    {
        var nudge = zeros_like(slopes);
        nudge[i] = step;
        nudge = nudge.reshape(at.shape);
        slopes[i] = (loss(at + nudge) - loss(at - nudge)) / step;
    }
    return slopes.reshape(at.shape);
}

// %% 06.4 does not put the number back
Tensor NumericGradient(Func<Tensor, double> loss, Tensor at, double step)
{
    var (numbers, slopes) = (at.view(-1), zeros(at.numel(), dtype: at.dtype));
    for (var i = 0L; i < at.numel(); i++)
    {
        numbers[i] += step;
        var up = loss(at);
        numbers[i] -= 2 * step;
        slopes[i] = (up - loss(at)) / (2 * step);
    }
    return slopes.reshape(at.shape);
}

// %% 06.5 takes the mean for the bias
(Tensor Weight, Tensor Bias, Tensor Input) LinearBack(Tensor x, Tensor weight, Tensor upstream) =>
    (upstream.T.mm(x), upstream.mean([0]), upstream.mm(weight));

// %% 06.5 gives the weights' gradient lying on its side
(Tensor Weight, Tensor Bias, Tensor Input) LinearBack(Tensor x, Tensor weight, Tensor upstream) =>
    (x.T.mm(upstream), upstream.sum([0]), upstream.mm(weight));

// %% 06.5 passes the gradient on as it came
(Tensor Weight, Tensor Bias, Tensor Input) LinearBack(Tensor x, Tensor weight, Tensor upstream) =>
    (upstream.T.mm(x), upstream.sum([0]), upstream);

// %% 06.6 forgets the way back through ReLU
Tensor[] NetworkBack(Tensor x, Tensor labels, Tensor w1, Tensor b1, Tensor w2, Tensor b2)
{
    var hidden = relu(x.mm(w1.T) + b1);
    var second = LinearBack(hidden, w2, LogitGradient(hidden.mm(w2.T) + b2, labels));
    var first = LinearBack(x, w1, second.Input);
    return [first.Weight, first.Bias, second.Weight, second.Bias];
}

// %% 06.6 applies ReLU to the gradient itself
Tensor[] NetworkBack(Tensor x, Tensor labels, Tensor w1, Tensor b1, Tensor w2, Tensor b2)
{
    var hidden = relu(x.mm(w1.T) + b1);
    var second = LinearBack(hidden, w2, LogitGradient(hidden.mm(w2.T) + b2, labels));
    var first = LinearBack(x, w1, relu(second.Input));
    return [first.Weight, first.Bias, second.Weight, second.Bias];
}

// %% 06.6 gives the second layer's gradients first
Tensor[] NetworkBack(Tensor x, Tensor labels, Tensor w1, Tensor b1, Tensor w2, Tensor b2)
{
    var hidden = relu(x.mm(w1.T) + b1);
    var second = LinearBack(hidden, w2, LogitGradient(hidden.mm(w2.T) + b2, labels));
    var first = LinearBack(x, w1, second.Input * hidden.gt(0));
    return [second.Weight, second.Bias, first.Weight, first.Bias];
}

// %% 10.1 takes the class of the nearest picture
Tensor NearestMean(Tensor features, Tensor labels, Tensor asked, int classes) =>
    labels.index_select(0, cdist(asked, features).argmin(1));

// %% 10.1 takes the largest product
Tensor NearestMean(Tensor features, Tensor labels, Tensor asked, int classes) =>
    asked.mm(stack(Enumerable.Range(0, classes)
        .Select(c => features[labels.eq(c)].mean([0])).ToArray()).T).argmax(1);

// %% 10.1 adds up in place of taking the mean
Tensor NearestMean(Tensor features, Tensor labels, Tensor asked, int classes) =>
    cdist(asked, stack(Enumerable.Range(0, classes)
        .Select(c => features[labels.eq(c)].sum([0])).ToArray())).argmin(1);

// %% 10.2 freezes the head
void FreezeAllBut(nn.Module<Tensor, Tensor> network, string prefix)
{
    foreach (var (name, parameter) in network.named_parameters())
        parameter.requires_grad = !name.StartsWith(prefix);
}

// %% 10.2 looks for the name anywhere
void FreezeAllBut(nn.Module<Tensor, Tensor> network, string prefix)
{
    foreach (var (name, parameter) in network.named_parameters())
        parameter.requires_grad = name.Contains(prefix);
}

// %% 10.2 takes eval() for freezing
void FreezeAllBut(nn.Module<Tensor, Tensor> network, string prefix)
{
    foreach (var (name, module) in network.named_children())
        module.train(name.StartsWith(prefix));
}

// %% 10.2 never lets anything learn again
void FreezeAllBut(nn.Module<Tensor, Tensor> network, string prefix)
{
    foreach (var (name, parameter) in network.named_parameters())
        if (!name.StartsWith(prefix)) parameter.requires_grad = false;
}

// %% 10.3 forgets the biases
long learned = 12_800;

// %% 10.3 counts the base too
long learned = 2_223_872 + 12_810;

// %% 10.4 trusts requires_grad
void TrainMode(nn.Module<Tensor, Tensor> network) => network.train();

// %% 10.4 puts every BatchNorm to eval
void TrainMode(nn.Module<Tensor, Tensor> network)
{
    network.train();
    foreach (var norm in network.modules().OfType<TorchSharp.Modules.BatchNorm2d>()) norm.eval();
}

// %% 10.4 leaves the head's dropout at eval
void TrainMode(nn.Module<Tensor, Tensor> network)
{
    network.eval();
    foreach (var norm in network.modules().OfType<TorchSharp.Modules.BatchNorm2d>())
        norm.train(norm.parameters().Any(parameter => parameter.requires_grad));
}

// %% 10.4 takes one frozen parameter for all
void TrainMode(nn.Module<Tensor, Tensor> network)
{
    network.train();
    foreach (var norm in network.modules().OfType<TorchSharp.Modules.BatchNorm2d>())
        norm.train(norm.parameters().All(parameter => parameter.requires_grad));
}

// %% 10.4 looks at the children only
void TrainMode(nn.Module<Tensor, Tensor> network)
{
    network.train();
    foreach (var norm in network.children().OfType<TorchSharp.Modules.BatchNorm2d>())
        if (!norm.parameters().Any(parameter => parameter.requires_grad))
            norm.eval();
}

// %% 10.5 lays the channels along the columns
Tensor Prepare(Tensor bytes, bool keras)
{
    float[] mean = [0.485f, 0.456f, 0.406f], deviation = [0.229f, 0.224f, 0.225f];
    var x = bytes.to_type(ScalarType.Float32) / 255;
    return keras ? x * 2 - 1 : (x - tensor(mean)) / tensor(deviation);
}

// %% 10.5 does not bring bytes to 0 to 1 first
Tensor Prepare(Tensor bytes, bool keras)
{
    float[] mean = [0.485f, 0.456f, 0.406f], deviation = [0.229f, 0.224f, 0.225f];
    var x = bytes.to_type(ScalarType.Float32);
    return keras ? x / 127.5 - 1
        : (x - tensor(mean).reshape(3, 1, 1)) / tensor(deviation).reshape(3, 1, 1);
}

// %% 10.5 computes with bytes
Tensor Prepare(Tensor bytes, bool keras)
{
    float[] mean = [0.485f, 0.456f, 0.406f], deviation = [0.229f, 0.224f, 0.225f];
    return keras ? (bytes * 2).to_type(ScalarType.Float32) / 255 - 1
        : (bytes.to_type(ScalarType.Float32) / 255 - tensor(mean).reshape(3, 1, 1))
            / tensor(deviation).reshape(3, 1, 1);
}

// %% 10.5 takes the same for both
Tensor Prepare(Tensor bytes, bool keras) => bytes.to_type(ScalarType.Float32) / 127.5 - 1;

// %% 10.6 begins with the last block
double[] BlockRates(int blocks, double last, double factor) => Enumerable.Range(0, blocks)
    .Select(block => last / Math.Pow(factor, block)).ToArray();

// %% 10.6 divides the last block's rate too
double[] BlockRates(int blocks, double last, double factor) => Enumerable.Range(0, blocks)
    .Select(block => last / Math.Pow(factor, blocks - block)).ToArray();

// %% 10.6 takes equal steps
double[] BlockRates(int blocks, double last, double factor) => Enumerable.Range(0, blocks)
    .Select(block => last / (1 + (factor - 1) * (blocks - 1 - block))).ToArray();

using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>A tensor that a module learns. It takes the native tensor out of the one it is made from.</summary>
    public class Parameter : Tensor
    {
        public Parameter(Tensor data, bool requires_grad = true) : base(data) => this.requires_grad = requires_grad;
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Parameter Parameter(Tensor data, bool requires_grad = true) => new(data, requires_grad);
        }
    }
}

using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace ImageNotebooks.Tests.Training;

/// <summary>A memory that is too small is told from other failures, and a batch is named that may fit.</summary>
public class OutOfMemoryTests
{
    /// <summary>Asks for more than any machine has, on the device of its images.</summary>
    internal sealed class Greedy : nn.Module<Tensor, Tensor>
    {
        private readonly TorchSharp.Modules.Linear dense = nn.Linear(3, 2);

        public Greedy() : base(nameof(Greedy)) => RegisterComponents();

        public override Tensor forward(Tensor x)
        {
            using var scope = NewDisposeScope();
            empty(1L << 50, device: x.device);
            return dense.call(x.mean([2, 3])).MoveToOuterDisposeScope();
        }
    }

    [Theory]
    [InlineData(true, "CUDA out of memory. Tried to allocate 2.00 GiB. GPU 0 has a total capacity of 7.79 GiB of which 33.06 MiB is free.")]
    [InlineData(true, "CUDA out of memory. Tried to allocate 20.00 MiB (GPU 0; 3.82 GiB total capacity; 2.51 GiB already allocated; 3.44 MiB free)")]
    [InlineData(true, "CUDA error: out of memory\nCUDA kernel errors might be asynchronously reported at some other API call")]
    [InlineData(true, "[enforce fail at alloc_cpu.cpp:75] err == 0. DefaultCPUAllocator: can't allocate memory: you tried to allocate 4503599627370496 bytes. Error code 12 (Cannot allocate memory)")]
    [InlineData(true, "[enforce fail at alloc_cpu.cpp:124] data. DefaultCPUAllocator: not enough memory: you tried to allocate 4096 bytes.")]
    [InlineData(true, "cuDNN error: CUDNN_STATUS_ALLOC_FAILED")]
    [InlineData(true, "CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling `cublasCreate(handle)`")]
    [InlineData(true, "There is not enough memory for a tensor of 4503599627370496 bytes.")]
    [InlineData(false, "CUDA error: an illegal memory access was encountered")]
    [InlineData(false, "mat1 and mat2 shapes cannot be multiplied (4x3 and 8x2)")]
    public void Memory_is_told_from_other_failures_by_libtorchs_words(bool memory, string words) => Assert.Equal(memory, OutOfMemory.IsSaidBy(new ExternalException(words)));

    [Fact]
    public void The_sentence_names_the_batch_the_place_what_was_asked_for_and_half_of_it()
    {
        Assert.Equal(
            "The memory of cuda:1 does not hold a batch of [64, 3, 224, 224] and what the model keeps of it (libtorch asked for 2.00 GiB more). Try batches of 32; in training AccumulateBatches = 2 "
            + "beside it keeps the size of a step, or train in fp16 or bf16. Other notebooks that still run hold memory of this GPU too.",
            OutOfMemory.Sentence([64, 3, 224, 224], new Device("cuda:1"), "CUDA out of memory. Tried to allocate 2.00 GiB. GPU 1 has a total capacity of 7.79 GiB"));
        Assert.Equal(
            "The memory of cpu does not hold a batch of [1, 3, 9, 9] and what the model keeps of it (libtorch asked for 4096 bytes more). Even one image is too much: take smaller images or a smaller model.",
            OutOfMemory.Sentence([1, 3, 9, 9], CPU, "DefaultCPUAllocator: can't allocate memory: you tried to allocate 4096 bytes. Error code 12"));
        Assert.DoesNotContain("libtorch asked", OutOfMemory.Sentence([2, 3, 9, 9], CPU, "CUDA error: out of memory"));
    }

    [Fact]
    public void Training_and_measuring_end_with_the_sentence()
    {
        using var data = TrainerTests.RedOrBlue(60);
        using var model = new Greedy();
        using var trainer = new Trainer(model, new() { Progress = new SilentProgress() });
        foreach (var run in new Action[] { () => trainer.Fit(data.Batches(20), null, 1), () => Evaluate.Classifier(model, data.Batches(20), ["red", "blue"]) })
        {
            var problem = Assert.Throws<BatchTooLargeException>(run);
            Assert.StartsWith("The memory of cpu does not hold a batch of [20, 3, 12, 12] and what the model keeps of it (libtorch asked for 4503599627370496 bytes more). Try batches of 10;", problem.Message);
            Assert.IsType<ExternalException>(problem.InnerException);
        }
    }
}

// The number of live tensors is counted for the whole process.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

// torch's default random generator belongs to the whole process.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace ImageNotebooks;

/// <summary>How a network's last feature map becomes one vector an image.</summary>
public enum Pooling
{
    /// <summary>It does not: [N, C, h, w].</summary>
    None,

    /// <summary>The mean of each channel: [N, C].</summary>
    Average,

    /// <summary>The largest value of each channel: [N, C].</summary>
    Max,
}

/// <summary>Which parts of a <see cref="Backbone"/> are made, and how.</summary>
public sealed record BackboneOptions
{
    /// <summary>Logits of the classifier; 1000 for ImageNet.</summary>
    public int Classes { get; init; } = 1000;

    /// <summary>Whether the network ends with the classifier that its paper gives it; else with the last feature map.</summary>
    public bool IncludeTop { get; init; } = true;

    /// <summary>What becomes of the last feature map of a network without its classifier.</summary>
    public Pooling Pooling { get; init; }

    /// <summary>How it is built; null stands for PyTorch's way where torchvision has the network, and for Keras's where it has not.</summary>
    public Convention? Convention { get; init; }
}

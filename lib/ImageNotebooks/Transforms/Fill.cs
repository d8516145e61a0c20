namespace ImageNotebooks;

/// <summary>What stands outside an image, where a movement reads beyond its edge. The letters are one row of pixels.</summary>
public enum Fill
{
    /// <summary><c>a a a a | a b c d | d d d d</c>: the nearest pixel. What Keras's ImageDataGenerator does unless told otherwise.</summary>
    Nearest,

    /// <summary><c>d c b a | a b c d | d c b a</c>: the image mirrored about its edge. What Keras's preprocessing layers do unless told otherwise.</summary>
    Reflect,

    /// <summary><c>0 0 0 0 | a b c d | 0 0 0 0</c>: black, and in masks 255, the class that does not count. Half a pixel beyond the edge is half black.</summary>
    Constant,
}

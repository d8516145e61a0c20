using System.Globalization;

namespace TorchSharp;

public enum DeviceType
{
    CPU = 0,
    CUDA = 1,
    MKLDNN = 2,
    OPENGL = 3,
    OPENCL = 4,
    IDEEP = 5,
    HIP = 6,
    FPGA = 7,
    MSNPU = 8,
    XLA = 9,
    MPS = 13,
    META = 14,
}

public static partial class torch
{
    /// <summary>Where a tensor lives. This stack computes on the CPU only.</summary>
    public class Device
    {
        public Device(string description)
        {
            var parts = description.Split(':');
            type = Named(parts[0]);
            if (parts.Length > 1) index = int.Parse(parts[1], CultureInfo.InvariantCulture);
        }

        public Device(string deviceType, int index = -1) : this(Named(deviceType), index) { }

        public Device(DeviceType deviceType, int index = -1) => (type, this.index) = (deviceType, index);

        public Device(int index) : this(DeviceType.CUDA, index) { }

        public DeviceType type { get; }
        public int index { get; } = -1;

        private static DeviceType Named(string name) =>
            Enum.TryParse<DeviceType>(name.ToUpperInvariant(), out var type) ? type : throw new ArgumentException($"'{name}' is no device: there are {string.Join(", ", Enum.GetNames<DeviceType>()).ToLowerInvariant()}.", nameof(name));

        public static implicit operator Device(string description) => new(description);

        public override string ToString() =>
            type == DeviceType.CPU ? "cpu" : index == -1 ? type.ToString().ToLowerInvariant() : $"{type.ToString().ToLowerInvariant()}:{index}";
    }

    private static Device defaultDevice = new(DeviceType.CPU);

    public static readonly Device CPU = new(DeviceType.CPU);
    public static Device CUDA => InitializeDevice(new(DeviceType.CUDA));
    public static Device MPS => InitializeDevice(new(DeviceType.MPS));

    public static Device device(string description) => InitializeDevice(new(description));
    public static Device device(string deviceType, int index = -1) => InitializeDevice(new(deviceType, index));
    public static Device device(DeviceType deviceType, int index = -1) => InitializeDevice(new(deviceType, index));
    public static Device device(int index) => new(index);

    public static Device get_default_device() => defaultDevice;
    public static void set_default_device(string device) => set_default_device(new Device(device));

    public static void set_default_device(Device device)
    {
        ArgumentNullException.ThrowIfNull(device);
        defaultDevice = device;
    }

    public static bool TryInitializeDeviceType(DeviceType deviceType) => deviceType == DeviceType.CPU;
    public static void InitializeDeviceType(DeviceType deviceType) => InitializeDevice(new(deviceType));

    /// <summary>The device, or the default one for null. One that this stack does not have is refused, in a sentence.</summary>
    public static Device InitializeDevice(Device? device)
    {
        device ??= defaultDevice;
        return TryInitializeDeviceType(device.type)
            ? device
            : throw new InvalidOperationException($"The system stack computes on the CPU only, and '{device}' was asked for. For a GPU use the cuda stack (environment/lab --stack cuda).");
    }

    internal static void Require(Device? device) => InitializeDevice(device);

    public static bool cuda_is_available() => false;
    public static bool mps_is_available() => false;

    public static class cuda
    {
        public static bool is_available() => false;
        public static bool is_cudnn_available() => false;
        public static int device_count() => 0;
        public static void manual_seed(long seed) { }
        public static void manual_seed_all(long seed) { }
        public static void synchronize(Device? device = null) { }
    }
}

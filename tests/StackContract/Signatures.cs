using System.Globalization;
using System.Reflection;

namespace StackContract;

/// <summary>An assembly's public surface, one line a type or member: names, parameters and defaults, as a caller can see them.</summary>
internal static class Signatures
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<string, string> Keywords = new()
    {
        ["Int64"] = "long", ["Int32"] = "int", ["Int16"] = "short", ["Byte"] = "byte", ["SByte"] = "sbyte", ["Double"] = "double", ["Single"] = "float",
        ["Boolean"] = "bool", ["String"] = "string", ["Void"] = "void", ["Object"] = "object", ["Char"] = "char",
    };

    public static IEnumerable<string> Of(Assembly assembly) =>
        assembly.GetTypes()
            .Where(type => type.IsVisible && type.Namespace is "TorchSharp" or "TorchSharp.Modules" && !typeof(Delegate).IsAssignableFrom(type))
            .SelectMany(type => Members(type).Prepend($"{Kind(type)} {Name(type)}"))
            .Distinct().Order(StringComparer.Ordinal);

    private static string Kind(Type type) =>
        type.IsEnum ? "enum" : type.IsValueType ? "struct" : type.IsInterface ? "interface" : "class";

    private static IEnumerable<string> Members(Type type) =>
        type.IsEnum
            ? Enum.GetNames(type).Select(name => $"{Name(type)}.{name} = {Convert.ToInt64(Enum.Parse(type, name), CultureInfo.InvariantCulture)}")
            : Levels(type).SelectMany((level, depth) => Declare(type, level, constructors: depth == 0));

    // Which of several base classes declares a member is no caller's concern; what every module and optimizer has is listed once.
    private static IEnumerable<Type> Levels(Type type)
    {
        yield return type;
        for (var level = type.BaseType; level is not null && level.Assembly == type.Assembly && level.Name.Split('`')[0] is not ("Module" or "Optimizer" or "Tensor"); level = level.BaseType)
            yield return level;
    }

    private static IEnumerable<string> Declare(Type type, Type level, bool constructors)
    {
        if (constructors)
        {
            foreach (var made in level.GetConstructors(Declared).Where(c => Visible(c) && !c.IsStatic && !(type.IsAbstract && c.GetParameters().Length == 0)))
                yield return $"new {Name(type)}({Parameters(made.GetParameters())})";
        }
        foreach (var method in level.GetMethods(Declared).Where(m => Visible(m) && !m.Name.Contains('<') && (!m.IsSpecialName || m.Name.StartsWith("op_", StringComparison.Ordinal)) && m.GetBaseDefinition().DeclaringType?.Assembly == type.Assembly))
            yield return $"{Name(method.ReturnType)} {Name(type)}.{method.Name}{Arguments(method.IsGenericMethod ? method.GetGenericArguments() : [])}({Parameters(method.GetParameters())})";
        foreach (var property in level.GetProperties(Declared).Where(p => Visible(p.GetMethod) || Visible(p.SetMethod)))
        {
            var index = property.GetIndexParameters();
            yield return $"{Name(property.PropertyType)} {Name(type)}.{(index.Length > 0 ? $"this[{Parameters(index)}]" : property.Name)}" +
                         $" {{ {(Visible(property.GetMethod) ? "get; " : "")}{(Visible(property.SetMethod) ? "set; " : "")}}}";
        }
        foreach (var field in level.GetFields(Declared).Where(f => f.IsPublic || f.IsFamily)) yield return $"{Name(field.FieldType)} {Name(type)}.{field.Name}";
    }

    private static bool Visible(MethodBase? method) => method is not null && (method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly);

    private static string Name(Type type)
    {
        if (type.IsByRef) return Name(type.GetElementType()!);
        if (type.IsArray) return Name(type.GetElementType()!) + "[]";
        if (Nullable.GetUnderlyingType(type) is { } value) return Name(value) + "?";
        if (type.IsGenericParameter) return type.Name;
        if (type.Namespace == "System" && Keywords.TryGetValue(type.Name, out var keyword)) return keyword;
        var arguments = type.GetGenericArguments();
        if (type.Name.StartsWith("ValueTuple`", StringComparison.Ordinal)) return $"({string.Join(", ", arguments.Select(Name))})";
        return Path(type) + Arguments(arguments);
    }

    private static string Path(Type type) => (type.DeclaringType is { } outer ? Path(outer) + "." : "") + type.Name.Split('`')[0];

    private static string Arguments(Type[] arguments) => arguments.Length > 0 ? $"<{string.Join(", ", arguments.Select(Name))}>" : "";

    private static string Parameters(ParameterInfo[] parameters) => string.Join(", ", parameters.Select(Parameter));

    private static string Parameter(ParameterInfo parameter) =>
        (parameter.IsOut ? "out " : parameter.ParameterType.IsByRef ? "ref " : parameter.IsDefined(typeof(ParamArrayAttribute)) ? "params " : "")
        + $"{Name(parameter.ParameterType)} {parameter.Name}{Default(parameter)}";

    private static string Default(ParameterInfo parameter)
    {
        if (!parameter.HasDefaultValue) return "";
        var type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        return " = " + parameter.RawDefaultValue switch
        {
            null => "null",
            bool flag => flag ? "true" : "false",
            string text => $"\"{text}\"",
            var number when type.IsEnum => $"{Path(type)}.{Enum.GetName(type, number)}",
            var number => Convert.ToString(number, CultureInfo.InvariantCulture),
        };
    }
}

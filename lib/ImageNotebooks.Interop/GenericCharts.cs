using DynamicObj;
using Microsoft.FSharp.Collections;
using Newtonsoft.Json.Linq;
using Plotly.NET;

namespace ImageNotebooks;

/// <summary>Charts of this library as Plotly.NET knows them.</summary>
public static class GenericCharts
{
    /// <summary>A chart of the same traces, layout and settings, which Plotly.NET's functions go on with.</summary>
    public static GenericChart ToGenericChart(this Figure figure)
    {
        var json = JObject.Parse(figure.ToJson());
        var traces = json["data"]!.Cast<JObject>().Select(Trace).ToArray();
        var (layout, config) = (With(new Layout(), (JObject)json["layout"]!), With(new Config(), (JObject)json["config"]!));
        return traces is [var only]
            ? GenericChart.NewChart(only, layout, config, new DisplayOptions())
            : GenericChart.NewMultiChart(ListModule.OfSeq(traces), layout, config, new DisplayOptions());
    }

    private static Plotly.NET.Trace Trace(JObject properties)
    {
        var type = (string?)properties["type"] ?? "scatter";
        // The one property that Plotly.NET's traces declare themselves.
        properties.Remove("type");
        return With(new Plotly.NET.Trace(type), properties);
    }

    // Plotly.NET's objects take properties by name, and write a JSON value as it is.
    private static T With<T>(T target, JObject properties) where T : DynamicObj.DynamicObj
    {
        foreach (var (name, value) in properties) target.SetProperty(name, value);
        return target;
    }
}

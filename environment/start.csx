// The one file that every notebook loads: the library, as environment/lab or 'dotnet build -c Release' has built it.
#load "../lib/ImageNotebooks/bin/Release/net10.0/references.csx"

// Our own host puts plotly.js into its report once; in any other host it has to be on the page before the first chart.
if (AppDomain.CurrentDomain.GetAssemblies().All(a => a.GetName().Name != "ImageNotebooks.Host")) display(ImageNotebooks.Plots.PlotlyJs);

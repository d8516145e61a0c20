// The one file that every notebook loads: the library, as environment/lab or 'dotnet build -c Release' has built it.
#load "../lib/ImageNotebooks/bin/Release/net10.0/references.csx"

// A report holds plotly.js already; in a page of Jupyter or VS Code it has to be there before the first chart.
if (!AppContext.TryGetSwitch("ImageNotebooks.ReportHoldsPlotly", out _)) ImageNotebooks.Plots.PlotlyJs.Display();

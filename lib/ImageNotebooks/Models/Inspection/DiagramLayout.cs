namespace ImageNotebooks;

/// <summary>A box or, without one, the place where an arrow passes a row of boxes.</summary>
internal sealed class DiagramNode(DiagramBox? box, int row, double width, double height)
{
    public DiagramBox? Box { get; } = box;

    public int Row { get; } = row;

    public double Width { get; } = width;

    public double Height { get; } = height;

    /// <summary>The width that is kept free: that of the widest box of its chain, so that the chain runs straight.</summary>
    public double Slot { get; set; } = width;

    /// <summary>The middle, from the left.</summary>
    public double X { get; set; }

    /// <summary>The upper edge.</summary>
    public double Y { get; set; }

    /// <summary>Of a lane whose arrow leaves out boxes that another way meets, the lanes of that arrow, itself among them; else none.</summary>
    public IReadOnlyList<DiagramNode> Bypass { get; set; } = [];

    public List<DiagramNode> Above { get; } = [];

    public List<DiagramNode> Below { get; } = [];
}

/// <summary>
/// Places boxes in rows from top to bottom, after Sugiyama, Tagawa and Toda 1981, "Methods for visual understanding of hierarchical system structures": a box's row is the
/// longest way to it, arrows that pass a row hold a lane free there, each row is ordered by the mean place of its neighbours, then all move as near to them as the others let them.
/// </summary>
internal sealed class DiagramLayout
{
    private const double Lane = 10, Gap = 26, LabelledGap = 44, Between = 18;

    private readonly List<List<DiagramNode>> rows = [];

    /// <summary>The arrows' ways: the box they leave, lanes, the box they reach.</summary>
    public Dictionary<DiagramArrow, List<DiagramNode>> Ways { get; } = [];

    /// <summary>The boxes' places.</summary>
    public Dictionary<DiagramBox, DiagramNode> Places { get; } = [];

    public double Width { get; private set; }

    public double Height { get; private set; }

    /// <summary>Lays a graph out.</summary>
    /// <param name="graph">Every arrow points forward in its list of boxes.</param>
    /// <param name="size">What a box takes.</param>
    public DiagramLayout(DiagramGraph graph, Func<DiagramBox, (double width, double height)> size)
    {
        foreach (var box in graph.Boxes)
        {
            var row = graph.Arrows.Where(arrow => arrow.To == box).Select(arrow => Places[arrow.From].Row + 1).DefaultIfEmpty(0).Max();
            var (width, height) = size(box);
            Places[box] = Put(new(box, row, width, height));
        }
        foreach (var arrow in graph.Arrows) Ways[arrow] = Connect(Places[arrow.From], Places[arrow.To]);
        var ancestors = new Dictionary<DiagramBox, HashSet<DiagramBox>>();
        foreach (var box in graph.Boxes)
        {
            var sources = graph.Arrows.Where(arrow => arrow.To == box).Select(arrow => arrow.From).ToList();
            foreach (var arrow in graph.Arrows.Where(arrow => arrow.To == box && sources.Exists(source => ancestors[source].Contains(arrow.From))))
                foreach (var lane in Ways[arrow][1..^1]) lane.Bypass = Ways[arrow][1..^1];
            ancestors[box] = [.. sources, .. sources.SelectMany(source => ancestors[source])];
        }
        foreach (var node in rows.SelectMany(row => row))
            if (node.Above.Find(above => Alone(above, node)) is { } chain) node.Slot = Math.Max(node.Slot, chain.Slot);
        foreach (var node in Enumerable.Reverse(rows).SelectMany(row => row))
            if (node.Below.Find(below => Alone(node, below)) is { } chain) node.Slot = Math.Max(node.Slot, chain.Slot);
        Order();
        Spread();
        Stack(graph);
    }

    private DiagramNode Put(DiagramNode node)
    {
        while (rows.Count <= node.Row) rows.Add([]);
        rows[node.Row].Add(node);
        return node;
    }

    private List<DiagramNode> Connect(DiagramNode from, DiagramNode to)
    {
        List<DiagramNode> way = [from];
        for (var row = from.Row + 1; row < to.Row; row++) way.Add(Put(new(null, row, Lane, 0)));
        way.Add(to);
        foreach (var (upper, lower) in way.Zip(way.Skip(1)))
        {
            upper.Below.Add(lower);
            lower.Above.Add(upper);
        }
        return way;
    }

    private void Order()
    {
        var (best, fewest) = (rows.Select(row => row.ToList()).ToList(), Crossings());
        for (var sweep = 0; sweep < 12 && fewest > 0; sweep++)
        {
            var down = sweep % 2 == 0;
            for (var i = 1; i < rows.Count; i++)
            {
                var row = down ? i : rows.Count - 1 - i;
                var place = rows[down ? row - 1 : row + 1].Index().ToDictionary(entry => entry.Item, entry => entry.Index);
                rows[row] = [.. rows[row].Index().OrderBy(entry => (down ? entry.Item.Above : entry.Item.Below).Select(n => (double)place[n]).DefaultIfEmpty(entry.Index).Average())
                    .ThenBy(entry => entry.Index).Select(entry => entry.Item)];
            }
            if (Crossings() is var crossings && crossings < fewest) (best, fewest) = (rows.Select(row => row.ToList()).ToList(), crossings);
        }
        for (var row = 0; row < rows.Count; row++) rows[row] = best[row];
    }

    private int Crossings()
    {
        var sum = 0;
        for (var row = 1; row < rows.Count; row++)
        {
            var place = rows[row].Index().ToDictionary(entry => entry.Item, entry => entry.Index);
            var ends = rows[row - 1].SelectMany(node => node.Below.Select(below => place[below]).Order()).ToList();
            for (var i = 0; i < ends.Count; i++)
                for (var j = i + 1; j < ends.Count; j++)
                    if (ends[i] > ends[j]) sum++;
        }
        return sum;
    }

    private void Spread()
    {
        foreach (var row in rows) Settle(row, [.. row.Select(_ => 0.0)], [.. row.Select(_ => 1.0)]);
        const int sweeps = 25;
        for (var sweep = 0; sweep < sweeps; sweep++)
        {
            var down = sweep % 2 == 0;
            for (var i = 0; i < rows.Count; i++)
            {
                var row = rows[down ? i : rows.Count - 1 - i];
                var wished = row.Select(node => Wish(node, down ? node.Above : node.Below, settled: sweep > sweeps - 8)).ToList();
                Settle(row, [.. wished.Select(w => w.place)], [.. wished.Select(w => w.weight)]);
            }
        }
        var left = rows.Min(row => row.Min(node => node.X - (node.Width / 2)));
        foreach (var node in rows.SelectMany(row => row)) node.X -= left;
        Width = rows.Max(row => row.Max(node => node.X + (node.Width / 2)));
    }

    // Chains keep their line, and what goes round boxes stays beside them: where all is settled, as far out as it has to go at one of its rows.
    private static (double place, double weight) Wish(DiagramNode node, List<DiagramNode> side, bool settled)
    {
        if (node.Bypass is { Count: > 0 } lanes)
        {
            var (box, mean) = (lanes[0].Above[0].X, lanes.Average(lane => lane.X));
            return (!settled ? mean : mean > box ? lanes.Max(lane => lane.X) : lanes.Min(lane => lane.X), 0.001);
        }
        double Weight(DiagramNode other) => other.Bypass.Count > 0 ? 0.001 : Alone(node, other) ? 1000 : 4;
        return side.Count == 0 ? (node.X, 0.01) : (side.Sum(other => other.X * Weight(other)) / side.Sum(Weight), 1);
    }

    // Whether nothing else joins or leaves between two neighbours, but what goes round.
    private static bool Alone(DiagramNode a, DiagramNode b)
    {
        var (upper, lower) = a.Row < b.Row ? (a, b) : (b, a);
        return upper.Bypass.Count == 0 && lower.Bypass.Count == 0 && upper.Below.Count(node => node.Bypass.Count == 0) == 1 && lower.Above.Count(node => node.Bypass.Count == 0) == 1;
    }

    // The least squares of the distances to the wished places that keep the order and the room between: pooling adjacent violators.
    private static void Settle(List<DiagramNode> row, double[] wished, double[] weights)
    {
        var offsets = new double[row.Count];
        for (var i = 1; i < row.Count; i++) offsets[i] = offsets[i - 1] + ((row[i - 1].Slot + row[i].Slot) / 2) + Between;
        var pools = new List<(double mean, double weight, int count)>();
        for (var i = 0; i < row.Count; i++)
        {
            (double mean, double weight, int count) pool = (wished[i] - offsets[i], weights[i], 1);
            while (pools.Count > 0 && pools[^1].mean > pool.mean)
            {
                var (mean, weight, count) = pools[^1];
                pool = (((mean * weight) + (pool.mean * pool.weight)) / (weight + pool.weight), weight + pool.weight, count + pool.count);
                pools.RemoveAt(pools.Count - 1);
            }
            pools.Add(pool);
        }
        var next = 0;
        foreach (var (mean, _, count) in pools)
            for (var i = 0; i < count; i++, next++) row[next].X = mean + offsets[next];
    }

    private void Stack(DiagramGraph graph)
    {
        var labelled = graph.Arrows.Where(arrow => arrow.Label.Length > 0).Select(arrow => Places[arrow.To].Row).ToHashSet();
        var y = 0.0;
        for (var row = 0; row < rows.Count; row++)
        {
            // Arrows that go far to the side take room to bend.
            var aside = rows[row].SelectMany(node => node.Above.Select(above => Math.Abs(above.X - node.X))).DefaultIfEmpty(0).Max();
            if (row > 0) y += Math.Max(labelled.Contains(row) ? LabelledGap : Gap, Math.Min(80, Gap + (aside / 8)));
            var height = rows[row].Max(node => node.Height);
            foreach (var node in rows[row]) node.Y = y + (node.Box is null ? 0 : (height - node.Height) / 2);
            RowEdges.Add((y, y + height));
            y += height;
        }
        Height = y;
    }

    /// <summary>The upper and lower edge of each row, between which arrows run straight down.</summary>
    public List<(double top, double bottom)> RowEdges { get; } = [];
}

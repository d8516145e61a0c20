using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace TorchSharp.Utils;

/// <summary>A dictionary that keeps the order in which its keys were first added.</summary>
public class OrderedDict<TKey, TValue> : IDictionary<TKey, TValue>, IList<(TKey, TValue)> where TKey : notnull
{
    private readonly OrderedDictionary<TKey, TValue> entries = [];

    public int Count => entries.Count;
    public bool IsReadOnly => false;
    public ICollection<TKey> Keys => entries.Keys;
    public ICollection<TValue> Values => entries.Values;
    public IEnumerable<TKey> keys() => entries.Keys;
    public IEnumerable<TValue> values() => entries.Values;
    public IEnumerator<(TKey, TValue)> items() => GetEnumerator();

    public TValue this[TKey key]
    {
        get => entries[key];
        set => entries[key] = value;
    }

    public (TKey, TValue) this[int index]
    {
        get => (entries.GetAt(index).Key, entries.GetAt(index).Value);
        set => entries.SetAt(index, value.Item1, value.Item2);
    }

    public void Add(TKey key, TValue value) => entries.Add(key, value);
    public void Add((TKey, TValue) item) => entries.Add(item.Item1, item.Item2);
    public void Add(KeyValuePair<TKey, TValue> item) => entries.Add(item.Key, item.Value);
    public void Insert(int index, (TKey, TValue) item) => entries.Insert(index, item.Item1, item.Item2);

    public bool ContainsKey(TKey key) => entries.ContainsKey(key);
    public bool TryGetValue(TKey key, [MaybeNullWhen(false)] out TValue value) => entries.TryGetValue(key, out value);
    public bool Contains((TKey, TValue) item) => IndexOf(item) >= 0;
    public bool Contains(KeyValuePair<TKey, TValue> item) => Contains((item.Key, item.Value));

    public int IndexOf((TKey, TValue) item)
    {
        var i = entries.IndexOf(item.Item1);
        return i >= 0 && EqualityComparer<TValue>.Default.Equals(entries.GetAt(i).Value, item.Item2) ? i : -1;
    }

    public bool Remove(TKey key) => entries.Remove(key);
    public bool Remove((TKey, TValue) item) => Contains(item) && entries.Remove(item.Item1);
    public bool Remove(KeyValuePair<TKey, TValue> item) => Remove((item.Key, item.Value));
    public void RemoveAt(int index) => entries.RemoveAt(index);
    public void Clear() => entries.Clear();
    public void clear() => entries.Clear();

    public void CopyTo((TKey, TValue)[] array, int arrayIndex) => Pairs.ToArray().CopyTo(array, arrayIndex);
    public void CopyTo(KeyValuePair<TKey, TValue>[] array, int arrayIndex) => ((ICollection<KeyValuePair<TKey, TValue>>)entries).CopyTo(array, arrayIndex);

    public IEnumerator<(TKey, TValue)> GetEnumerator() => Pairs.GetEnumerator();
    IEnumerator<KeyValuePair<TKey, TValue>> IEnumerable<KeyValuePair<TKey, TValue>>.GetEnumerator() => entries.GetEnumerator();
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private IEnumerable<(TKey, TValue)> Pairs => entries.Select(e => (e.Key, e.Value));
}

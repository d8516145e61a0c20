// How the process holds memory for tensors: what it keeps of what is freed, and how much is in use.
#include "boundary.h"

#include <array>
#include <c10/core/CPUAllocator.h>
#include <c10/core/impl/alloc_cpu.h>
#include <cstring>
#include <malloc.h>

namespace {
// Tensors of a few numbers (losses, counts, a layer's biases) come and go by the thousand. glibc has no cache for aligned memory: each one takes
// its slow path, which gets slower the more the heap was used. So each thread keeps a few freed blocks of each small size.
constexpr size_t smallest = 64, sizes = 5, kept = 32;

struct Stock {
    std::array<void*, kept> blocks;
    size_t count;
};
// Without constructor and destructor, so that every access is a plain one and tensors may be freed after the thread's other variables are gone.
thread_local std::array<Stock, sizes> stocks;
thread_local bool closed;

// Gives the blocks of a thread back at its end.
struct Closing {
    bool armed = false;
    ~Closing() {
        closed = true;
        for (auto& stock : stocks)
            while (stock.count > 0) c10::free_cpu(stock.blocks[--stock.count]);
    }
};
thread_local Closing closing;

// The index of the largest size that has room in this many bytes.
size_t size_within(size_t bytes) { return 63 - static_cast<size_t>(__builtin_clzll(bytes / smallest)); }

void* take(size_t bytes) {
    if (bytes == 0 || bytes > smallest << (sizes - 1)) return c10::alloc_cpu(bytes);
    const auto size = bytes <= smallest ? 0 : size_within(2 * bytes - 1);
    auto& stock = stocks[size];
    return stock.count > 0 ? stock.blocks[--stock.count] : c10::alloc_cpu(smallest << size);
}

// The thread that frees need not be the one that took: what a finalizer frees stays with the finalizers' thread, up to what a thread may keep.
void release(void* block) {
    const auto bytes = block ? malloc_usable_size(block) : 0;
    if (bytes >= smallest && bytes < smallest << sizes && !closed) {
        auto& stock = stocks[size_within(bytes)];
        if (stock.count < kept) {
            closing.armed = true;
            stock.blocks[stock.count++] = block;
            return;
        }
    }
    c10::free_cpu(block);
}

// Not marked as overriding: libtorch 2 took the const from allocate and added copy_data, and with both forms here the class fits every version.
struct SmallBlocks final : c10::Allocator {
    c10::DataPtr allocate(size_t bytes) const { return taken(bytes); }
    c10::DataPtr allocate(size_t bytes) { return taken(bytes); }
    c10::DeleterFnPtr raw_deleter() const { return release; }
    void copy_data(void* to, const void* from, size_t bytes) const { std::memcpy(to, from, bytes); }

private:
    static c10::DataPtr taken(size_t bytes) {
        void* const block = take(bytes);
        return {block, block, release, c10::Device(c10::kCPU)};
    }
};

// Training frees and asks again for the same large blocks in every step. glibc's defaults return each to the kernel and
// fault it in anew; kept instead, a step is up to 1.5 times faster.
bool keep_large_blocks() {
    constexpr int never = 1 << 30;
    return mallopt(M_MMAP_THRESHOLD, never) && mallopt(M_TRIM_THRESHOLD, never) && mallopt(M_TOP_PAD, 64 << 20);
}

// Lives as long as the process, because any tensor may outlive what is destroyed at its end.
void keep_small_blocks() {
    static auto* const allocator = new SmallBlocks;
    c10::SetCPUAllocator(allocator);
}

// Bytes that the process has asked of glibc's allocator and not given back, over the arenas of all threads: tensors, and the
// little that .NET itself takes there. malloc_info is the only source that counts every arena, and it writes XML.
int64_t allocated_bytes() {
    char* text = nullptr;
    size_t length = 0;
    FILE* out = open_memstream(&text, &length);
    const bool written = out && malloc_info(0, out) == 0;
    if (out) fclose(out);
    const std::unique_ptr<char, decltype(&free)> owned(text, &free);
    TORCH_CHECK(written, "glibc's malloc_info failed.");
    const std::string xml(text, length);
    const auto totals = xml.rfind("</heap>");
    auto size = [&](const char* element) -> int64_t {
        const auto at = xml.find(element, totals);
        const auto value = at == std::string::npos ? at : xml.find("size=\"", at);
        return value == std::string::npos ? 0 : std::stoll(xml.substr(value + 6));
    };
    return size("<system type=\"current\"") + size("<total type=\"mmap\"") - size("<total type=\"fast\"") - size("<total type=\"rest\"");
}
}  // namespace

NUMBER(keep_freed_memory, (), (keep_small_blocks(), keep_large_blocks() ? 1 : 0))
NUMBER(allocated_bytes, (), allocated_bytes())

// How the process holds memory for tensors: what it keeps of what is freed, and how much is in use.
#include "boundary.h"

#include <array>
#include <c10/core/CPUAllocator.h>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <malloc.h>

namespace {
// Tensors of a few numbers (losses, counts, a layer's biases) come and go by the thousand, and malloc gets slower the more the heap was used.
// So each thread keeps a few freed blocks of each small size.
constexpr size_t smallest = 64, sizes = 5, kept = 32;

struct Stock {
    std::array<void*, kept> blocks;
    size_t count;
};
// Without constructor and destructor, so that every access is a plain one and tensors may be freed after the thread's other variables are gone.
thread_local std::array<Stock, sizes> stocks;
thread_local bool closed;

// Lies before each block. Memory is aligned by hand: asked for aligned memory, glibc looks for room for the padding too and then gives that back,
// so the gap that a block leaves is too small for the next of its size, and a process that frees and asks for megabytes grows to a multiple of what it uses.
constexpr size_t alignment = 64;
struct Header {
    void* memory;  // what malloc gave
    size_t size;   // the index of the block's size, or that of no stock
};
Header& header(void* block) { return static_cast<Header*>(block)[-1]; }

void* allocate(size_t bytes, size_t size) {
    void* const memory = bytes <= PTRDIFF_MAX - alignment ? std::malloc(bytes + alignment) : nullptr;
    TORCH_CHECK(memory, "There is not enough memory for a tensor of ", bytes, " bytes.");
    // malloc's own alignment leaves 16, 32, 48 or 64 bytes before the next boundary.
    static_assert(alignof(std::max_align_t) == sizeof(Header));
    const auto end = reinterpret_cast<uintptr_t>(memory) + alignment;
    void* const block = reinterpret_cast<void*>(end - end % alignment);
    header(block) = {memory, size};
    return block;
}

void give_back(void* block) { std::free(header(block).memory); }

// Gives the blocks of a thread back at its end.
struct Closing {
    bool armed = false;
    ~Closing() {
        closed = true;
        for (auto& stock : stocks)
            while (stock.count > 0) give_back(stock.blocks[--stock.count]);
    }
};
thread_local Closing closing;

void* take(size_t bytes) {
    if (bytes == 0) return nullptr;
    if (bytes > smallest << (sizes - 1)) return allocate(bytes, sizes);
    // The first of the sizes 64, 128, ... that has room.
    const auto size = bytes <= smallest ? 0 : 64 - static_cast<size_t>(__builtin_clzll((bytes - 1) / smallest));
    auto& stock = stocks[size];
    return stock.count > 0 ? stock.blocks[--stock.count] : allocate(smallest << size, size);
}

// The thread that frees need not be the one that took: what a finalizer frees stays with the finalizers' thread, up to what a thread may keep.
void release(void* block) {
    if (!block) return;
    const auto size = header(block).size;
    if (size < sizes && !closed) {
        auto& stock = stocks[size];
        if (stock.count < kept) {
            closing.armed = true;
            stock.blocks[stock.count++] = block;
            return;
        }
    }
    give_back(block);
}

// Not marked as overriding: libtorch 2 took the const from allocate and added copy_data, and with both forms here the class fits every version.
struct Memory final : c10::Allocator {
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
void take_over() {
    static auto* const allocator = new Memory;
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

NUMBER(keep_freed_memory, (), (take_over(), keep_large_blocks() ? 1 : 0))
NUMBER(allocated_bytes, (), allocated_bytes())

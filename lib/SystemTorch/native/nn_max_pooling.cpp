// Pooling is bound by memory. libtorch keeps where each window's largest element lies in eight bytes, and its gradient clears the whole image
// before it adds to it. Windows side by side need two, for a place within the window, and write each element of the gradient once.
#include "nn_max_pooling.h"

#include <ATen/Parallel.h>
#include <algorithm>
#include <array>
#include <torch/csrc/autograd/custom_function.h>
#include <vector>

#include "widest.h"

namespace {
using Bits = uint16_t;   // of a bfloat16
using Place = uint16_t;  // in a window, line by line: as wide as a number, so that a vector holds as many of both

// Numbers in their order as integers, the two zeros as one.
INLINED int16_t ordered(Bits bits) {
    const auto number = static_cast<int16_t>(bits);
    const auto key = static_cast<int16_t>(number ^ ((number >> 15) & 0x7fff));
    return bits == 0x8000 ? int16_t(0) : key;
}
INLINED bool is_nan(Bits bits) { return static_cast<int16_t>(bits & 0x7fff) > int16_t(0x7f80); }

// Of a line of windows, the elements at one place of each: `step` numbers lie from one window's to the next one's.
// A later element is taken where it is larger or NaN, as in libtorch: the first of equal ones stays.
WIDEST void take_larger(const Bits* __restrict x, int64_t step, Bits* __restrict largest, Place* __restrict place, Place here, int64_t windows, int64_t channels) {
    for (int64_t w = 0; w < windows; ++w, x += step, largest += channels, place += channels)
        for (int64_t c = 0; c < channels; ++c) {
            const Bits now = x[c], before = largest[c];
            const Place place_before = place[c];
            const bool larger = is_nan(now) | (!is_nan(before) & (ordered(now) > ordered(before)));
            largest[c] = larger ? now : before;
            place[c] = larger ? here : place_before;
        }
}

// The first place of each window, before the others are compared with it.
void take(const Bits* x, int64_t step, Bits* largest, Place* place, int64_t windows, int64_t channels) {
    std::fill_n(place, windows * channels, Place(0));
    for (int64_t w = 0; w < windows; ++w) std::copy_n(x + w * step, channels, largest + w * channels);
}

WIDEST void give_back(const Bits* __restrict gradient, const Place* __restrict place, Place here, Bits* __restrict to, int64_t step, int64_t windows, int64_t channels) {
    for (int64_t w = 0; w < windows; ++w, gradient += channels, place += channels, to += step)
        for (int64_t c = 0; c < channels; ++c) {
            const Bits g = gradient[c];  // read whether it is wanted or not: a branch would keep the compiler from vectors
            to[c] = place[c] == here ? g : Bits(0);
        }
}

struct Tiling {
    int64_t images, channels, height, width, tile_height, tile_width, rows, columns;  // rows and columns of windows

    static Tiling of(const at::Tensor& x, int64_t tile_height, int64_t tile_width, bool ceil_mode) {
        const auto tiles = [=](int64_t length, int64_t tile) { return (length + (ceil_mode ? tile - 1 : 0)) / tile; };
        return {x.size(0), x.size(1), x.size(2), x.size(3), tile_height, tile_width, tiles(x.size(2), tile_height), tiles(x.size(3), tile_width)};
    }

    // As a list, which is what a function may keep for its gradient.
    std::vector<int64_t> numbers() const { return {images, channels, height, width, tile_height, tile_width, rows, columns}; }
    static Tiling from(const std::vector<int64_t>& n) { return {n[0], n[1], n[2], n[3], n[4], n[5], n[6], n[7]}; }

    std::array<int64_t, 4> image_shape() const { return {images, channels, height, width}; }
    int64_t step() const { return tile_width * channels; }  // from a window's first element to the next one's

    // For each line of windows and each place in them: work(where the first window's element lies, where the window's result does, the place, how many windows have it).
    template <class Work> void each(Work&& work) const {
        const int64_t grain = std::max<int64_t>(1, (1 << 15) / (tile_height * width * channels));
        at::parallel_for(0, images * rows, grain, [&](int64_t begin, int64_t end) {
            for (int64_t line = begin; line < end; ++line) {
                const int64_t image = line / rows, top = line % rows * tile_height;
                for (int64_t y = 0; y < std::min(tile_height, height - top); ++y)
                    for (int64_t x = 0; x < std::min(tile_width, width); ++x)
                        work(((image * height + top + y) * width + x) * channels, line * columns * channels, static_cast<Place>(y * tile_width + x),
                             std::min(columns, (width - x + tile_width - 1) / tile_width));
            }
        });
    }
};

struct MaxOfTiles : torch::autograd::Function<MaxOfTiles> {
    using Context = torch::autograd::AutogradContext;

    static at::Tensor forward(Context* context, const at::Tensor& x, const Tiling& tiling) {
        const std::array<int64_t, 4> shape{tiling.images, tiling.channels, tiling.rows, tiling.columns};
        at::Tensor largest = at::empty(shape, x.options().memory_format(at::MemoryFormat::ChannelsLast));
        const at::Tensor place = at::empty(shape, x.options().dtype(at::kShort).memory_format(at::MemoryFormat::ChannelsLast));
        const auto* from = static_cast<const Bits*>(x.data_ptr());
        auto* to = static_cast<Bits*>(largest.data_ptr());
        auto* places = static_cast<Place*>(place.data_ptr());
        tiling.each([&](int64_t element, int64_t window, Place here, int64_t windows) {
            if (here == 0) take(from + element, tiling.step(), to + window, places + window, windows, tiling.channels);
            else take_larger(from + element, tiling.step(), to + window, places + window, here, windows, tiling.channels);
        });
        context->save_for_backward({place});
        context->saved_data["tiling"] = tiling.numbers();
        return largest;
    }

    static torch::autograd::tensor_list backward(Context* context, torch::autograd::tensor_list gradients) {
        const at::Tensor place = context->get_saved_variables()[0];
        const auto tiling = Tiling::from(context->saved_data["tiling"].toIntVector());
        if (at::GradMode::is_enabled()) return {scattered(gradients[0], place, tiling), {}};

        const auto gradient = gradients[0].contiguous(at::MemoryFormat::ChannelsLast);
        at::Tensor result = at::empty(tiling.image_shape(), gradient.options().memory_format(at::MemoryFormat::ChannelsLast));
        if (tiling.rows * tiling.tile_height < tiling.height || tiling.columns * tiling.tile_width < tiling.width) result.zero_();  // an edge that no window reaches
        const auto* from = static_cast<const Bits*>(gradient.data_ptr());
        const auto* places = static_cast<const Place*>(place.data_ptr());
        auto* to = static_cast<Bits*>(result.data_ptr());
        tiling.each([&](int64_t element, int64_t window, Place here, int64_t windows) {
            give_back(from + window, places + window, here, to + element, tiling.step(), windows, tiling.channels);
        });
        return {result, {}};
    }

    // The same in operations that have a gradient themselves.
    static at::Tensor scattered(const at::Tensor& gradient, const at::Tensor& place, const Tiling& tiling) {
        const auto options = place.options().dtype(at::kLong).memory_format(c10::nullopt);
        const at::Tensor places = place.to(at::kLong);
        const at::Tensor y = (at::arange(tiling.rows, options) * tiling.tile_height).unsqueeze(1) + places.div(tiling.tile_width, "floor");
        const at::Tensor x = at::arange(tiling.columns, options) * tiling.tile_width + places.remainder(tiling.tile_width);
        const at::Tensor flat = at::zeros({tiling.images, tiling.channels, tiling.height * tiling.width}, gradient.options());
        return flat.scatter(2, (y * tiling.width + x).flatten(2), gradient.flatten(2)).view(tiling.image_shape());
    }
};
}  // namespace

at::Tensor pooling::max_of_tiles(const at::Tensor& x, int64_t height, int64_t width, bool ceil_mode) { return MaxOfTiles::apply(x, Tiling::of(x, height, width, ceil_mode)); }

// Functions whose backward pass is written in C#.
#include "arguments.h"

#include <torch/csrc/autograd/custom_function.h>

EXPORT const char* st_error();

using namespace boundary;
using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

namespace {
// Takes the gradients of the outputs and returns those of the inputs as a list, or null with the error set.
using Backward = void* (*)(void* owner, void* context, const T* gradients, int64_t n);
using Release = void (*)(void* owner);

// What C# keeps for the backward pass, freed with the node of the graph.
struct Owner : torch::CustomClassHolder {
    void* object;
    Backward backward;
    Release release;
    Owner(void* object, Backward backward, Release release) : object(object), backward(backward), release(release) {}
    ~Owner() override { release(object); }
};

struct Forwarded {
    std::vector<Tensor> outputs, saved, dirty, constant;
    bool materialize;
    c10::intrusive_ptr<Owner> owner;
};

struct Function : torch::autograd::Function<Function> {
    static variable_list forward(AutogradContext* context, at::TensorList, const Forwarded* done) {
        context->save_for_backward(done->saved);
        context->mark_dirty(done->dirty);
        context->mark_non_differentiable(done->constant);
        context->set_materialize_grads(done->materialize);
        context->saved_data["owner"] = c10::IValue::make_capsule(done->owner);
        return done->outputs;
    }

    static variable_list backward(AutogradContext* context, variable_list gradients) {
        std::vector<T> given;
        for (const auto& g : gradients) given.push_back(g.defined() ? new Tensor(g) : nullptr);
        const auto owner = c10::static_intrusive_pointer_cast<Owner>(context->saved_data["owner"].toCapsule());
        std::unique_ptr<std::vector<Tensor>> result(static_cast<std::vector<Tensor>*>(owner->backward(owner->object, context, given.data(), static_cast<int64_t>(given.size()))));
        if (!result) throw std::runtime_error(st_error());
        result->emplace_back();  // of the argument that is no tensor
        return std::move(*result);
    }
};
}  // namespace

EXPORT void* st_list_new(const T* tensors, int64_t n) {
    return guarded([&]() -> void* {
        auto result = std::make_unique<std::vector<Tensor>>();
        for (int64_t i = 0; i < n; ++i) result->push_back(maybe(tensors[i]));
        return result.release();
    }, nullptr);
}
EXPORT void st_fail(const char* message) { set_error(message); }

// Puts outputs that C# has computed into the graph. The lists are taken.
EXPORT void* st_function_apply(const T* inputs, int64_t n, void* outputs, void* saved, void* dirty, void* constant, int materialize, void* owner, Backward backward, Release release) {
    return guarded([&]() -> void* {
        auto take = [](void* l) {
            std::unique_ptr<std::vector<Tensor>> taken(static_cast<std::vector<Tensor>*>(l));
            return std::move(*taken);
        };
        const Forwarded done{take(outputs), take(saved), take(dirty), take(constant), materialize != 0, c10::make_intrusive<Owner>(owner, backward, release)};
        return new std::vector<Tensor>(Function::apply(at::TensorList(list(inputs, n)), &done));
    }, nullptr);
}
LIST(function_saved, (void* context), static_cast<AutogradContext*>(context)->get_saved_variables())

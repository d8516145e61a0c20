"use strict";

// Numbers that any language can make again, for every array of a network, in PyTorch's layout.

const { tf } = require("./layers");

const size = (shape) => shape.reduce((a, b) => a * b, 1);

// shift + scale * sin(factor * i) for i = 1, 2, 3..., computed in double: ../models.py's wave.
function wave(shape, factor, scale, shift = 0) {
  return tf.tensor(Float32Array.from({ length: size(shape) }, (_, i) => shift + scale * Math.sin(factor * (i + 1))), shape);
}

// Park and Miller's generator (s = 48271 s mod 2^31 - 1, started with 1000003 k), spread evenly over -scale to scale. Kernels that are waves would map every
// channel to a mixture of the same two, and the image would be lost on the way.
function noise(shape, k, scale) {
  const modulus = 2 ** 31 - 1;
  let s = (1000003 * k) % modulus;
  return tf.tensor(Float32Array.from({ length: size(shape) }, () => scale * ((2 * (s = (48271 * s) % modulus)) / modulus - 1)), shape);
}

// The rule of each kind of array for the k-th array of the network. A gain of 6 is He's, which keeps the size of maps through convolutions with ReLU; 3 would let
// the biases drown the image.
const RULES = {
  kernel: (shape, k, gain) => noise(shape, k, Math.sqrt(gain / size(shape.slice(1)))),
  bias: (shape, k) => wave(shape, 0.7 * k, 0.1),
  gamma: (shape, k) => wave(shape, 0.7 * k, 0.1, 1),
  beta: (shape, k) => wave(shape, 0.7 * k, 0.1),
  moving_mean: (shape, k) => wave(shape, 0.5 * k, 0.1),
  moving_variance: (shape, k) => wave(shape, 0.3 * k, 0.3, 1),
};

// Keras's layout to PyTorch's, and the permutation that leads back.
const LAYOUTS = {
  Conv2D: { to: ([h, w, i, o]) => [o, i, h, w], back: [2, 3, 1, 0] },
  DepthwiseConv2D: { to: ([h, w, c, m]) => [c, m, h, w], back: [2, 3, 0, 1] },
  Dense: { to: ([i, o]) => [o, i], back: [1, 0] },
};

// A dense layer after Flatten has its columns in the order channel, row, column here and row, column, channel in Keras.
function toKeras(values, layer, back) {
  const before = layer.inboundNodes[0].inboundLayers[0];
  if (layer.getClassName() !== "Dense" || before.getClassName() !== "Flatten") return tf.transpose(values, back);
  const [, height, width, channels] = before.inboundNodes[0].inputShapes[0];
  return tf.tidy(() => tf.reshape(tf.transpose(tf.reshape(values, [layer.units, channels, height, width]), [2, 3, 1, 0]), [-1, layer.units]));
}

// Gives every array its numbers and tells what it has: for each layer with arrays, in the order of model.layers, their names and shapes in PyTorch's layout.
function fill(model, gain) {
  const listed = [];
  let k = 0;
  for (const layer of model.layers.filter((l) => l.weights.length > 0)) {
    const entry = { layer: layer.name };
    const values = layer.weights.map((variable) => {
      const name = variable.originalName.split("/").pop().replace("depthwise_kernel", "kernel");
      const layout = name === "kernel" ? LAYOUTS[layer.getClassName()] : null;
      const shape = layout ? layout.to(variable.shape) : variable.shape;
      entry[name] = shape;
      const numbers = RULES[name](shape, ++k, gain);
      return layout ? toKeras(numbers, layer, layout.back) : numbers;
    });
    layer.setWeights(values);
    listed.push(entry);
  }
  return listed;
}

module.exports = { wave, fill, size };

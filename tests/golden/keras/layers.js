"use strict";

// Keras's layers under short names. Kernels start at zero because weights.js fills them; drawing millions of random numbers would only take time.

const tf = require("@tensorflow/tfjs-core");
require("@tensorflow/tfjs-backend-cpu");
const { layers, input, model } = require("@tensorflow/tfjs-layers");

const zeros = "zeros";

const conv = (x, name, filters, kernelSize, options = {}) =>
  layers.conv2d({ name, filters, kernelSize, kernelInitializer: zeros, ...options }).apply(x);

const depthwise = (x, name, strides, padding) =>
  layers.depthwiseConv2d({ name, kernelSize: 3, strides, padding, useBias: false, depthwiseInitializer: zeros }).apply(x);

const norm = (x, name, epsilon = 1e-3) => layers.batchNormalization({ name, epsilon }).apply(x);

const activation = (x, name, kind) => layers.activation({ name, activation: kind }).apply(x);

const relu6 = (x, name) => layers.reLU({ name, maxValue: 6 }).apply(x);

const leakyRelu = (x, name) => layers.leakyReLU({ name }).apply(x);

const pad = (x, name, padding) => layers.zeroPadding2d({ name, padding }).apply(x);

const maxPool = (x, name, poolSize, options = {}) => layers.maxPooling2d({ name, poolSize, ...options }).apply(x);

const averagePool = (x, name, poolSize) => layers.averagePooling2d({ name, poolSize }).apply(x);

const globalPool = (x, name) => layers.globalAveragePooling2d({ name }).apply(x);

const dense = (x, name, units, kind = "linear") => layers.dense({ name, units, activation: kind, kernelInitializer: zeros }).apply(x);

const flatten = (x, name) => layers.flatten({ name }).apply(x);

const reshape = (x, name, targetShape) => layers.reshape({ name, targetShape }).apply(x);

const add = (xs, name) => layers.add({ name }).apply(xs);

const multiply = (xs, name) => layers.multiply({ name }).apply(xs);

const concat = (xs, name) => layers.concatenate({ name }).apply(xs);

// tfjs's own upSampling2d puts a pixel's centre on its corner; Keras on TensorFlow 2 puts it in the middle.
class Enlarge extends layers.Layer {
  static className = "Enlarge";

  constructor({ name, size }) {
    super({ name });
    this.size = size;
  }

  computeOutputShape([n, , , channels]) {
    return [n, ...this.size, channels];
  }

  call(x) {
    return tf.image.resizeBilinear(Array.isArray(x) ? x[0] : x, this.size, false, true);
  }
}

const enlarge = (x, name, size) => new Enlarge({ name, size }).apply(x);

const image = (height, width) => input({ shape: [height, width, 3], name: "input" });

module.exports = {
  tf, model, image, conv, depthwise, norm, activation, relu6, leakyRelu, pad, maxPool, averagePool, globalPool, dense, flatten, reshape, add, multiply, concat, enlarge,
};

"use strict";

// The studies' networks as Keras has them, giving logits. Dropout is left out: at inference it passes its input on.

const L = require("./layers");
const { mobileNet } = require("./backbones");

const same = { padding: "same" };
const relu = { activation: "relu" };

function animalsCnn(x) {
  x = L.maxPool(L.conv(x, "conv1", 32, 3, relu), "pool1", 2);
  x = L.maxPool(L.conv(x, "conv2", 64, 3, relu), "pool2", 2);
  return L.dense(L.dense(L.flatten(x, "flatten"), "dense1", 128, "relu"), "dense2", 10);
}

function intelCnn(x) {
  [32, 32, 64, 64, 128, 128, 256, 256].forEach((filters, i) => {
    x = L.maxPool(L.conv(x, `conv${i + 1}`, filters, 3, { ...same, ...relu }), `pool${i + 1}`, 2, same);
  });
  return L.dense(L.dense(L.flatten(x, "flatten"), "dense1", 512, "relu"), "dense2", 6);
}

function cifarBatchNormCnn(x) {
  [32, 32, 64, 64, 128, 128].forEach((filters, i) => {
    x = L.norm(L.conv(x, `conv${i + 1}`, filters, 3, { ...same, ...relu }), `bn${i + 1}`);
    if (i % 2 === 1) x = L.maxPool(x, `pool${(i + 1) / 2}`, 2);
  });
  return L.dense(L.dense(L.flatten(x, "flatten"), "dense1", 1024, "relu"), "dense2", 10);
}

function malariaCnn(x) {
  x = L.maxPool(L.conv(x, "conv1", 32, 3, relu), "pool1", 2);
  x = L.maxPool(L.conv(x, "conv2", 64, 3, relu), "pool2", 2);
  x = L.conv(x, "conv3", 64, 3, relu);
  return L.dense(L.dense(L.flatten(x, "flatten"), "dense1", 64, "relu"), "dense2", 2);
}

function malariaSqueezeExciteCnn(x) {
  [32, 64, 128, 128].forEach((filters, i) => {
    x = L.activation(L.norm(L.conv(x, `conv${i + 1}`, filters, 3, same), `bn${i + 1}`), `relu${i + 1}`, "relu");
    if (i < 3) x = L.maxPool(x, `pool${i + 1}`, 2);
  });
  const weights = L.dense(L.dense(L.globalPool(x, "se_pool"), "se_squeeze", 16, "relu"), "se_excite", 128, "sigmoid");
  x = L.globalPool(L.multiply([x, L.reshape(weights, "se_reshape", [1, 1, 128])], "se_scale"), "pool4");
  return L.dense(L.dense(L.dense(x, "dense1", 128, "relu"), "dense2", 64, "relu"), "dense3", 2);
}

function malariaSwishCnn(x) {
  [32, 64, 128].forEach((filters, i) => {
    x = L.maxPool(L.leakyRelu(L.conv(x, `conv${i + 1}`, filters, 3, same), `leaky${i + 1}`), `pool${i + 1}`, 2);
  });
  return L.dense(L.dense(L.globalPool(x, "pool4"), "dense1", 128, "swish"), "dense2", 2);
}

function vocAlexNet(x) {
  x = L.maxPool(L.norm(L.conv(x, "conv1", 64, 7, relu), "bn1"), "pool1", 3);
  x = L.maxPool(L.norm(L.conv(x, "conv2", 128, 5, relu), "bn2"), "pool2", 3);
  x = L.conv(L.conv(x, "conv3", 145, 3, relu), "conv4", 145, 3, relu);
  x = L.maxPool(L.norm(L.conv(x, "conv5", 128, 3, relu), "bn3"), "pool3", 4);
  x = L.dense(L.dense(L.flatten(x, "flatten"), "dense1", 64, "relu"), "dense2", 64, "relu");
  return L.dense(x, "dense3", 20);
}

function convolutionBlock(x, name, filters, kernelSize, { dilationRate = 1, useBias = false } = {}) {
  x = L.conv(x, `${name}_conv`, filters, kernelSize, { ...same, dilationRate, useBias });
  return L.activation(L.norm(x, `${name}_bn`), `${name}_relu`, "relu");
}

function deepLabV3Plus(x, { classes = 21 } = {}) {
  const [height, width] = x.shape.slice(1, 3);
  const high = mobileNet(x, { blocks: 11 });
  const [rows, columns] = high.shape.slice(1, 3);

  const whole = L.reshape(L.globalPool(high, "aspp_pool"), "aspp_pool_map", [1, 1, high.shape[3]]);
  const views = [
    L.enlarge(convolutionBlock(whole, "aspp_pool", 256, 1, { useBias: true }), "aspp_pool_enlarged", [rows, columns]),
    ...[1, 6, 12, 18].map((d) => convolutionBlock(high, `aspp_${d}`, 256, d === 1 ? 1 : 3, { dilationRate: d })),
  ];
  const pyramid = convolutionBlock(L.concat(views, "aspp_concat"), "aspp_project", 256, 1);

  const fine = outputOf(high, "conv_pw_3_relu");
  const low = convolutionBlock(fine, "low", 48, 1);
  const large = L.enlarge(pyramid, "aspp_enlarged", low.shape.slice(1, 3));
  let y = L.concat([large, low], "decoder_concat");
  y = convolutionBlock(convolutionBlock(y, "decoder1", 256, 3), "decoder2", 256, 3);
  return L.conv(L.enlarge(y, "decoder_enlarged", [height, width]), "head", classes, 1);
}

// The map that a layer before this one gave.
function outputOf(x, name) {
  const seen = new Set();
  const search = (tensor) => {
    if (seen.has(tensor.id)) return null;
    seen.add(tensor.id);
    if (tensor.sourceLayer.name === name) return tensor;
    return tensor.sourceLayer.inboundNodes[tensor.nodeIndex].inputTensors.map(search).find(Boolean) ?? null;
  };
  return search(x);
}

module.exports = { animalsCnn, intelCnn, cifarBatchNormCnn, malariaCnn, malariaSqueezeExciteCnn, malariaSwishCnn, vocAlexNet, deepLabV3Plus };

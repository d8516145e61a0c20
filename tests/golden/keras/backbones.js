"use strict";

// Keras's applications without their weights. Names of layers are Keras's, so that its weight files and these lists can be laid side by side.

const L = require("./layers");

const RESNET_EPSILON = 1.001e-5; // ResNet's and DenseNet's; the mobile networks keep the layer's own 1e-3
const plain = { useBias: false };
const same = { padding: "same" };

// What a stride of 2 needs so that a 3 x 3 kernel ends where `same` padding would end: an even side is padded at its far end alone.
const correctPad = (x) => x.shape.slice(1, 3).map((side) => [side % 2, 1]);

function mobileNet(x, { alpha = 1, blocks = 13 } = {}) {
  const table = [[64, 1], [128, 2], [128, 1], [256, 2], [256, 1], [512, 2], ...Array(5).fill([512, 1]), [1024, 2], [1024, 1]];
  x = L.conv(x, "conv1", Math.trunc(32 * alpha), 3, { strides: 2, ...plain, ...same });
  x = L.relu6(L.norm(x, "conv1_bn"), "conv1_relu");
  table.slice(0, blocks).forEach(([filters, stride], i) => {
    const [dw, pw] = [`conv_dw_${i + 1}`, `conv_pw_${i + 1}`];
    if (stride === 2) x = L.pad(x, `conv_pad_${i + 1}`, [[0, 1], [0, 1]]); // whatever the side's parity
    x = L.relu6(L.norm(L.depthwise(x, dw, stride, stride === 2 ? "valid" : "same"), `${dw}_bn`), `${dw}_relu`);
    x = L.conv(x, pw, Math.trunc(filters * alpha), 1, plain);
    x = L.relu6(L.norm(x, `${pw}_bn`), `${pw}_relu`);
  });
  return x;
}

function mobileNetV2(x) {
  const table = [[1, 16, 1, 1], [6, 24, 2, 2], [6, 32, 3, 2], [6, 64, 4, 2], [6, 96, 3, 1], [6, 160, 3, 2], [6, 320, 1, 1]];
  x = L.conv(x, "Conv1", 32, 3, { strides: 2, ...plain, ...same });
  x = L.relu6(L.norm(x, "bn_Conv1"), "Conv1_relu");
  let block = 0;
  for (const [expansion, filters, repeats, firstStride] of table) {
    for (let i = 0; i < repeats; i++, block++) x = invertedResidual(x, block, expansion, filters, i === 0 ? firstStride : 1);
  }
  x = L.conv(x, "Conv_1", 1280, 1, plain);
  return L.relu6(L.norm(x, "Conv_1_bn"), "out_relu");
}

function invertedResidual(x, block, expansion, filters, stride) {
  const name = block === 0 ? "expanded_conv" : `block_${block}`;
  const shortcut = x;
  const channels = x.shape[3];
  if (expansion > 1) {
    x = L.conv(x, `${name}_expand`, expansion * channels, 1, plain);
    x = L.relu6(L.norm(x, `${name}_expand_BN`), `${name}_expand_relu`);
  }
  if (stride === 2) x = L.pad(x, `${name}_pad`, correctPad(x));
  x = L.depthwise(x, `${name}_depthwise`, stride, stride === 2 ? "valid" : "same");
  x = L.relu6(L.norm(x, `${name}_depthwise_BN`), `${name}_depthwise_relu`);
  x = L.norm(L.conv(x, `${name}_project`, filters, 1, plain), `${name}_project_BN`);
  return stride === 1 && channels === filters ? L.add([shortcut, x], `${name}_add`) : x;
}

function vgg16(x) {
  [[64, 2], [128, 2], [256, 3], [512, 3], [512, 3]].forEach(([filters, count], block) => {
    for (let i = 1; i <= count; i++) x = L.conv(x, `block${block + 1}_conv${i}`, filters, 3, { ...same, activation: "relu" });
    x = L.maxPool(x, `block${block + 1}_pool`, 2);
  });
  return x;
}

const all = (n) => [[n, n], [n, n]];
const normRelu = (x, name) => L.activation(L.norm(x, `${name}_bn`, RESNET_EPSILON), `${name}_relu`, "relu");

// The pooling's border is zeros, which count where the map before it is negative.
const stemPool = (x, names) => L.maxPool(L.pad(x, names[0], all(1)), names[1], 3, { strides: 2 });

function resNet50(x) {
  x = L.conv(L.pad(x, "conv1_pad", all(3)), "conv1_conv", 64, 7, { strides: 2 });
  x = stemPool(normRelu(x, "conv1"), ["pool1_pad", "pool1_pool"]);
  [[64, 3, 1], [128, 4, 2], [256, 6, 2], [512, 3, 2]].forEach(([filters, blocks, stride], i) => {
    for (let b = 1; b <= blocks; b++) x = bottleneck(x, `conv${i + 2}_block${b}`, filters, b === 1 ? stride : 1, b === 1);
  });
  return x;
}

function bottleneck(x, name, filters, strides, projects) {
  const shortcut = projects ? L.norm(L.conv(x, `${name}_0_conv`, 4 * filters, 1, { strides }), `${name}_0_bn`, RESNET_EPSILON) : x;
  x = normRelu(L.conv(x, `${name}_1_conv`, filters, 1, { strides }), `${name}_1`);
  x = normRelu(L.conv(x, `${name}_2_conv`, filters, 3, same), `${name}_2`);
  x = L.norm(L.conv(x, `${name}_3_conv`, 4 * filters, 1), `${name}_3_bn`, RESNET_EPSILON);
  return L.activation(L.add([shortcut, x], `${name}_add`), `${name}_out`, "relu");
}

function resNet50V2(x, { classes = 0 } = {}) {
  x = L.conv(L.pad(x, "conv1_pad", all(3)), "conv1_conv", 64, 7, { strides: 2 });
  x = stemPool(x, ["pool1_pad", "pool1_pool"]);
  [[64, 3, 2], [128, 4, 2], [256, 6, 2], [512, 3, 1]].forEach(([filters, blocks, stride], i) => {
    for (let b = 1; b <= blocks; b++) x = preactivated(x, `conv${i + 2}_block${b}`, filters, b === blocks ? stride : 1, b === 1);
  });
  x = normRelu(x, "post");
  return classes === 0 ? x : L.dense(L.globalPool(x, "avg_pool"), "predictions", classes);
}

function preactivated(x, name, filters, strides, projects) {
  const before = normRelu(x, `${name}_preact`);
  const kept = strides > 1 ? L.maxPool(x, `${name}_shortcut_pool`, 1, { strides }) : x;
  const shortcut = projects ? L.conv(before, `${name}_0_conv`, 4 * filters, 1, { strides }) : kept;
  x = normRelu(L.conv(before, `${name}_1_conv`, filters, 1, plain), `${name}_1`);
  x = L.conv(L.pad(x, `${name}_2_pad`, all(1)), `${name}_2_conv`, filters, 3, { strides, ...plain });
  x = L.conv(normRelu(x, `${name}_2`), `${name}_3_conv`, 4 * filters, 1);
  return L.add([shortcut, x], `${name}_out`);
}

function denseNet121(x) {
  const growth = 32;
  x = L.conv(L.pad(x, "conv1_pad", all(3)), "conv1_conv", 64, 7, { strides: 2, ...plain });
  x = stemPool(normRelu(x, "conv1"), ["pool1_pad", "pool1"]);
  [6, 12, 24, 16].forEach((blocks, i) => {
    if (i > 0) {
      const transition = L.conv(normRelu(x, `pool${i + 1}`), `pool${i + 1}_conv`, x.shape[3] / 2, 1, plain);
      x = L.averagePool(transition, `pool${i + 1}_pool`, 2);
    }
    for (let b = 1; b <= blocks; b++) {
      const name = `conv${i + 2}_block${b}`;
      let grown = L.conv(normRelu(x, `${name}_0`), `${name}_1_conv`, 4 * growth, 1, plain);
      grown = L.conv(normRelu(grown, `${name}_1`), `${name}_2_conv`, growth, 3, { ...same, ...plain });
      x = L.concat([x, grown], `${name}_concat`);
    }
  });
  return L.activation(L.norm(x, "bn", RESNET_EPSILON), "relu", "relu");
}

function efficientNetV2B3(x) {
  const [width, depth, step] = [1.2, 1.4, 8];
  const filters = (n) => Math.max(step, Math.floor((n * width + step / 2) / step) * step);
  // Kind of block, B0's output filters and repetitions, expansion, stride of the first.
  const table = [["fused", 16, 1, 1, 1], ["fused", 32, 2, 4, 2], ["fused", 48, 2, 4, 2], ["mb", 96, 3, 4, 2], ["mb", 112, 5, 6, 1], ["mb", 192, 8, 6, 2]];
  const normSwish = (y, name, act = name) => L.activation(L.norm(y, `${name}_bn`), `${act}_activation`, "swish");
  x = normSwish(L.conv(x, "stem_conv", filters(32), 3, { strides: 2, ...plain, ...same }), "stem");
  table.forEach(([kind, out, repeats, expansion, stride], stage) => {
    for (let i = 0; i < Math.ceil(depth * repeats); i++) {
      const name = `block${stage + 1}${String.fromCharCode(97 + i)}_`;
      const block = kind === "fused" ? fusedBlock : mobileBlock;
      x = block(x, name, filters(out), expansion, i === 0 ? stride : 1);
    }
  });
  return normSwish(L.conv(x, "top_conv", filters(1280), 1, plain), "top");
}

const joined = (shortcut, x, name, strides) => (strides === 1 && shortcut.shape[3] === x.shape[3] ? L.add([x, shortcut], `${name}add`) : x);

function fusedBlock(input, name, filters, expansion, strides) {
  const wide = expansion > 1;
  let x = input;
  if (wide) {
    x = L.conv(x, `${name}expand_conv`, expansion * input.shape[3], 3, { strides, ...plain, ...same });
    x = L.activation(L.norm(x, `${name}expand_bn`), `${name}expand_activation`, "swish");
  }
  x = L.conv(x, `${name}project_conv`, filters, wide ? 1 : 3, { strides: wide ? 1 : strides, ...plain, ...same });
  x = L.norm(x, `${name}project_bn`);
  if (!wide) x = L.activation(x, `${name}project_activation`, "swish");
  return joined(input, x, name, strides);
}

function mobileBlock(input, name, filters, expansion, strides) {
  const channels = input.shape[3];
  const wide = channels * expansion;
  let x = L.conv(input, `${name}expand_conv`, wide, 1, plain);
  x = L.activation(L.norm(x, `${name}expand_bn`), `${name}expand_activation`, "swish");
  x = L.depthwise(x, `${name}dwconv2`, strides, "same");
  x = L.activation(L.norm(x, `${name}bn`), `${name}activation`, "swish");
  let weights = L.reshape(L.globalPool(x, `${name}se_squeeze`), `${name}se_reshape`, [1, 1, wide]);
  weights = L.conv(weights, `${name}se_reduce`, Math.max(1, Math.trunc(channels / 4)), 1, { activation: "swish" });
  weights = L.conv(weights, `${name}se_expand`, wide, 1, { activation: "sigmoid" });
  x = L.multiply([x, weights], `${name}se_excite`);
  x = L.norm(L.conv(x, `${name}project_conv`, filters, 1, plain), `${name}project_bn`);
  return joined(input, x, name, strides);
}

module.exports = { mobileNet, mobileNetV2, vgg16, resNet50, resNet50V2, denseNet121, efficientNetV2B3 };

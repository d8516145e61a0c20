"use strict";

// Writes ../keras_networks.json: what Keras's networks give for numbers that tests/ImageNotebooks.Tests/Models/KerasParityTests.cs makes again. The networks
// are built of TensorFlow.js's Keras layers, which sum in double and keep maps in float32.
//
// Run here, with Node 20 or later: npm ci && node keras_networks.js

const fs = require("fs");
const path = require("path");
const { tf, model, image } = require("./layers");
const backbones = require("./backbones");
const studies = require("./studies");
const { fill, wave, size } = require("./weights");

const even = [2, 64, 96];
const odd = [1, 75, 61]; // odd at most strides, where the padding of a stride of 2 differs
const signed = { factor: 0.011, scale: 1, shift: 0 }; // in [-1, 1]
const unsigned = { factor: 0.011, scale: 0.5, shift: 0.5 }; // in [0, 1]

// Name, builder, published number of parameters (null where nobody published one), images, layers whose maps are noted too, numbers of the images, gain of the
// kernels: smaller where every block adds to the one before.
const NETWORKS = [
  ["AnimalsCnn", studies.animalsCnn, 4354378, [[2, 100, 100]]],
  ["IntelCnn", studies.intelCnn, 1306918, [[2, 150, 150]]],
  ["CifarBatchNormCnn", studies.cifarBatchNormCnn, 2397226, [[2, 32, 32]]],
  ["MalariaCnn", studies.malariaCnn, 646338, [[2, 64, 64]]],
  ["MalariaSqueezeExciteCnn", studies.malariaSqueezeExciteCnn, 271378, [[2, 64, 64]]],
  ["MalariaSwishCnn", studies.malariaSwishCnn, 110018, [[2, 64, 64]]],
  ["VocAlexNet", studies.vocAlexNet, 777695, [[2, 150, 150]]],
  ["DeepLabV3Plus", studies.deepLabV3Plus, null, [[1, 208, 304]], ["conv_pw_3_relu", "conv_pw_11_relu", "aspp_project_relu", "decoder2_relu"], signed],
  ["MobileNet", backbones.mobileNet, 3228864, [even, odd], ["conv_pw_3_relu", "conv_pw_5_relu", "conv_pw_11_relu"], signed],
  ["MobileNet025", (x) => backbones.mobileNet(x, { alpha: 0.25 }), 218544, [even, odd], ["conv_pw_3_relu", "conv_pw_11_relu"], signed],
  ["MobileNetV2", backbones.mobileNetV2, 2257984, [even, odd], ["block_2_add", "block_5_add", "block_12_add"], signed, 4.5],
  ["VGG16", backbones.vgg16, 14714688, [even, odd], ["block2_pool", "block3_pool", "block4_pool"], signed],
  ["ResNet50", backbones.resNet50, 23587712, [even, odd], ["conv2_block3_out", "conv3_block4_out", "conv4_block6_out"], signed, 4.5],
  ["ResNet50V2", backbones.resNet50V2, 23564800, [even, odd], ["pool1_pool", "conv2_block3_out", "conv3_block4_out", "conv4_block6_out"], signed, 4.5],
  ["ResNet50V2Top", (x) => backbones.resNet50V2(x, { classes: 1000 }), 25613800, [even, odd], [], signed, 4.5],
  ["DenseNet121", backbones.denseNet121, 7037504, [even, odd], ["pool2_pool", "pool3_pool", "pool4_pool"], signed],
  ["EfficientNetV2B3", backbones.efficientNetV2B3, 12930622, [even, odd], ["block2c_add", "block3c_add", "block5g_add"], signed, 4.5],
];

const toNCHW = (t) => (t.rank === 4 ? tf.transpose(t, [0, 3, 1, 2]) : t);

// A tensor in three numbers that catch a wrong order, sign or scale.
function probe(values) {
  let [sum, absolute, mixed] = [0, 0, 0];
  values.forEach((v, i) => {
    sum += v;
    absolute += Math.abs(v);
    mixed += v * Math.sin(i + 1);
  });
  return [sum, absolute, mixed].map((n) => Number(n.toPrecision(9)));
}

function describe(t) {
  const ours = toNCHW(t);
  const values = ours.dataSync();
  const mean = values.reduce((sum, v) => sum + Math.abs(v), 0) / values.length;
  if (!(mean > 1e-3 && mean < 1e3)) throw new Error(`A map of mean magnitude ${mean} says little: the rule of the weights has to change.`);
  return { shape: ours.shape, probe: probe(values), first: Array.from(values.slice(0, 32), (v) => Number(v.toPrecision(7))) };
}

function run([name, build, published, images, maps = [], input = unsigned, gain = 6]) {
  tf.engine().startScope();
  let entry = null;
  for (const [batch, height, width] of images) {
    const start = image(height, width);
    const end = build(start);
    const whole = model({ inputs: start, outputs: end, name });
    const layers = fill(whole, gain);
    const parameters = whole.countParams();
    if (published !== null && parameters !== published) throw new Error(`${name} has ${parameters} parameters, and ${published} were published.`);
    entry ??= { parameters, input, gain, layers, cases: [] };

    const several = model({ inputs: start, outputs: [...maps.map((m) => whole.getLayer(m).output), end] });
    const pixels = wave([batch, 3, height, width], input.factor, input.scale, input.shift);
    const outputs = [several.predict(tf.transpose(pixels, [0, 2, 3, 1]), { batchSize: batch })].flat();
    const given = { input: pixels.shape, maps: {}, output: describe(outputs.at(-1)) };
    maps.forEach((m, i) => {
      const { shape, probe } = describe(outputs[i]);
      given.maps[m] = { shape, probe };
    });
    entry.cases.push(given);
  }
  tf.engine().endScope();
  return entry;
}

// One layer or map a line.
const write = (value, depth = 0) => {
  const flat = JSON.stringify(value);
  if (depth >= 2 && !Object.values(value).some((v) => typeof v === "object" && !Array.isArray(v)) && !(Array.isArray(value) && typeof value[0] === "object")) return flat;
  if (typeof value !== "object") return flat;
  const indent = "\n" + " ".repeat(depth + 1);
  const items = Array.isArray(value) ? value.map((v) => write(v, depth + 1)) : Object.entries(value).map(([k, v]) => `${JSON.stringify(k)}: ${write(v, depth + 1)}`);
  const [open, close] = Array.isArray(value) ? "[]" : "{}";
  return open + indent + items.join("," + indent) + "\n" + " ".repeat(depth) + close;
};

async function main() {
  await tf.setBackend("cpu");
  const wanted = process.argv.slice(2);
  const golden = {};
  for (const network of NETWORKS.filter(([name]) => wanted.length === 0 || wanted.includes(name))) {
    const started = Date.now();
    golden[network[0]] = run(network);
    console.log(`${network[0]}: ${golden[network[0]].parameters} parameters, ${((Date.now() - started) / 1000).toFixed(1)} s`);
  }
  if (wanted.length === 0) fs.writeFileSync(path.join(__dirname, "..", "keras_networks.json"), write(golden) + "\n");
  else console.log(write(golden));
}

if (require.main === module) main();
module.exports = { NETWORKS };

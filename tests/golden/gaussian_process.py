"""What scikit-learn makes of a small Gaussian process: python3 gaussian_process.py > gaussian_process.json"""
import json

import numpy as np
from sklearn.gaussian_process import GaussianProcessRegressor
from sklearn.gaussian_process.kernels import ConstantKernel, Matern, WhiteKernel

x = np.array([[0.1, 0.2], [0.4, 0.9], [0.7, 0.3], [0.95, 0.6], [0.3, 0.5]])
y = np.array([0.3, -1.2, 0.8, 1.1, -1.0])
scales, variance, noise = [0.3, 0.8], 1.7, 0.01
at = np.array([[0.5, 0.5], [0.1, 0.21], [0.0, 1.0]])

process = GaussianProcessRegressor(ConstantKernel(variance) * Matern(scales, nu=2.5) + WhiteKernel(noise), alpha=1e-8, optimizer=None).fit(x, y)
value, gradient = process.log_marginal_likelihood(process.kernel_.theta, eval_gradient=True)
mean, deviation = process.predict(at, return_std=True)
left_out = []
for i in range(len(y)):
    others = np.arange(len(y)) != i
    one = GaussianProcessRegressor(process.kernel_, alpha=1e-8, optimizer=None).fit(x[others], y[others])
    left_out.append(one.predict(x[i:i + 1])[0])

print(json.dumps({
    "x": x.tolist(), "y": y.tolist(), "scales": scales, "variance": variance, "noise": noise, "at": at.tolist(),
    "likelihood": value, "gradient": {"variance": gradient[0], "scales": gradient[1:3].tolist(), "noise": gradient[3]},
    # Of the value itself, without the noise of an observation.
    "mean": mean.tolist(), "predicted variance": (deviation ** 2 - noise).tolist(), "left out": left_out,
}, indent=1))

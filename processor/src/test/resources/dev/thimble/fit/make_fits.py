"""Writes fits.csv: seeded random samples and what scikit-learn learns from them.

Rows: "samples,features,classes", then the samples each with its class and its target; then rows of a linear and of a
logistic regression (weights, bias), of the first two principal components (without their sign), and the classes that a
tree of depth 3 names.
"""
import numpy as np
from sklearn.decomposition import PCA
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.tree import DecisionTreeClassifier

rng = np.random.default_rng(2)
with open("fits.csv", "w") as out:
    row = lambda values: out.write(",".join(repr(float(v)) for v in np.ravel(values)) + "\n")
    for samples, features, classes in [(40, 2, 2), (90, 4, 3), (60, 3, 2)]:
        y = np.arange(samples) % classes
        x = rng.normal(size=(samples, features)) * [1, 20, 0.1, 3][:features] + y[:, None] * rng.normal(size=features)
        t = x @ rng.normal(size=features) + 5 + rng.normal(size=samples) * 0.1
        row([samples, features, classes])
        for a, b, c in zip(x, y, t):
            row([*a, b, c])
        line = LinearRegression().fit(x, t)
        row([*line.coef_, line.intercept_])
        logistic = LogisticRegression(tol=1e-10, max_iter=100000).fit(x, y)
        for w, b in zip(logistic.coef_, logistic.intercept_):
            row([*w, b])
        for component in PCA(2).fit(x).components_:
            row(np.abs(component))
        row(DecisionTreeClassifier(max_depth=3, random_state=0).fit(x, y).predict(x))

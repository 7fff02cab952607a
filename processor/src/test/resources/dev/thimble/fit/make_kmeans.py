"""Writes kmeans.csv: seeded random points, start centres, and what scikit-learn makes of them.

Rows: "case,points,features,clusters", then the start centres, the points each with its label, and the inertia.
"""
import numpy as np
from sklearn.cluster import KMeans

rng = np.random.default_rng(1)
with open("kmeans.csv", "w") as out:
    for points, features, clusters in [(30, 2, 3), (60, 5, 4), (80, 3, 8), (40, 1, 5), (25, 4, 1)]:
        x = rng.normal(size=(points, features)) + rng.integers(0, 4, size=(points, 1))
        start = x[rng.choice(points, clusters, replace=False)]
        model = KMeans(clusters, init=start, n_init=1, tol=0, max_iter=300, algorithm="lloyd").fit(x)
        row = lambda values: ",".join(repr(float(v)) for v in values)
        out.write(f"case,{points},{features},{clusters}\n")
        for centre in start:
            out.write(row(centre) + "\n")
        for point, label in zip(x, model.labels_):
            out.write(row(point) + f",{label}\n")
        out.write(repr(float(model.inertia_)) + "\n")

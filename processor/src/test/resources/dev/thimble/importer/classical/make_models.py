"""Writes models.json: small models that scikit-learn trains on seeded samples, in Thimble's JSON, with what they say.

Each entry: name, model, x, and labels (classes or clusters; 1 for outliers) or values (of regressions and projections).
"""
import json

import numpy as np
from sklearn import (cluster, covariance, decomposition, discriminant_analysis, ensemble, linear_model, mixture, naive_bayes,
                     neighbors, neural_network, preprocessing, svm, tree)

rng = np.random.default_rng(7)
N, F, C = 60, 4, 3
y = np.arange(N) % C
centres = rng.normal(size=(C, F)) * 2
scale = np.array([1, 30, 0.05, 400.0])
z = centres[y] + rng.normal(size=(N, F))
x = (z * scale + [5, -100, 0.2, 1000]).astype(np.float32).astype(float)
t = z @ [3, -1, 2, 0.5] + 7
sx = preprocessing.StandardScaler().fit(x)
z = sx.transform(x)
scaler = {"mean": sx.mean_.tolist(), "std": sx.scale_.tolist()}
out = []
L = lambda a: np.asarray(a).tolist()


def add(name, model, labels=None, values=None, scaled=True):
    if scaled:
        model = {**model, **scaler}
    entry = {"name": name, "model": model, "x": L(x)}
    entry["labels" if labels is not None else "values"] = L(labels if labels is not None else values)
    out.append(entry)


def t1(t):
    t = t.tree_
    return {"feature": L(t.feature), "threshold": L(t.threshold), "left": L(t.children_left), "right": L(t.children_right),
            "value": L(t.value.reshape(t.node_count, -1)), "n_node_samples": L(t.n_node_samples)}


def linear(m, kind=None):
    return {"kind": kind or type(m).__name__, "coef": L(m.coef_), "intercept": L(m.intercept_)}


def machine(m):
    entry = {"kind": type(m).__name__, "kernel": m.kernel, "gamma": m._gamma, "coef0": m.coef0, "degree": m.degree,
             "sv": L(m.support_vectors_), "dual_coef": L(m.dual_coef_), "intercept": L(m.intercept_)}
    if hasattr(m, "classes_"):
        entry["n_support"] = L(m.n_support_)
    return entry


classes = {"classes": [0, 1, 2]}
for kernel in ["linear", "poly", "rbf", "sigmoid"]:
    m = svm.SVC(kernel=kernel, coef0=0.5, degree=3).fit(z, y)
    add(f"SVC {kernel}", {**machine(m), **classes}, m.predict(z))
m = svm.SVC().fit(z, y > 0)
add("SVC of two", {**machine(m), "classes": ["no", "yes"]}, m.predict(z).astype(int))
m = svm.NuSVC(nu=0.3).fit(z, y)
add("NuSVC", {**machine(m), **classes}, m.predict(z))
for m in [svm.SVR(), svm.NuSVR(kernel="poly", degree=2, coef0=1)]:
    m.fit(z, t)
    add(type(m).__name__, machine(m), values=m.predict(z))
m = svm.OneClassSVM(nu=0.2).fit(z)
add("OneClassSVM", machine(m), (m.predict(z) < 0).astype(int))
for m in [linear_model.LogisticRegression(), svm.LinearSVC(), linear_model.RidgeClassifier(), linear_model.SGDClassifier(random_state=0),
          linear_model.Perceptron(), discriminant_analysis.LinearDiscriminantAnalysis()]:
    m.fit(z, y)
    add(type(m).__name__, {**linear(m), **classes}, m.predict(z))
m = linear_model.LogisticRegression().fit(z, y > 1)
add("LogisticRegression of two", {**linear(m), "classes": [0, 1]}, m.predict(z).astype(int))
for m in [linear_model.LinearRegression(), linear_model.Ridge(), linear_model.Lasso(0.1), linear_model.ElasticNet(0.1), svm.LinearSVR()]:
    m.fit(z, t)
    add(type(m).__name__, linear(m), values=m.predict(z))
m = naive_bayes.GaussianNB().fit(x, y)
add("GaussianNB", {"kind": "GaussianNB", "theta": L(m.theta_), "var": L(m.var_), "class_prior": L(m.class_prior_), **classes}, m.predict(x), scaled=False)
counts = rng.poisson(np.array([[1, 4, 2, 6], [5, 1, 3, 2], [2, 2, 7, 1]])[y])
for m, data in [(naive_bayes.MultinomialNB(), counts), (naive_bayes.ComplementNB(), counts), (naive_bayes.BernoulliNB(), (counts > 2).astype(int))]:
    m.fit(data, y)
    entry = {"kind": type(m).__name__, "feature_log_prob": L(m.feature_log_prob_), "class_log_prior": L(m.class_log_prior_), **classes}
    out.append({"name": type(m).__name__, "model": entry, "x": L(data), "labels": L(m.predict(data))})
for kind in ["full", "tied", "diag", "spherical"]:
    m = mixture.GaussianMixture(3, covariance_type=kind, random_state=0).fit(z)
    entry = {"kind": "GaussianMixture", "means": L(m.means_), "weights": L(m.weights_), "covariance_type": kind,
             "covariances": L(m.covariances_), "precisions_cholesky": L(m.precisions_cholesky_)}
    add(f"GaussianMixture {kind}", entry, m.predict(z))
m = covariance.EllipticEnvelope(contamination=0.2, random_state=0).fit(z)
add("EllipticEnvelope", {"kind": "EllipticEnvelope", "location": L(m.location_), "precision": L(m.get_precision()), "offset": m.offset_},
    (m.predict(z) < 0).astype(int))
m = ensemble.IsolationForest(n_estimators=15, contamination=0.2, random_state=0).fit(x)
add("IsolationForest", {"kind": "IsolationForest", "trees": [t1(e) for e in m.estimators_], "max_samples": int(m._max_samples), "offset": m.offset_},
    (m.predict(x) < 0).astype(int), scaled=False)
for m in [tree.DecisionTreeClassifier(max_depth=3), tree.ExtraTreeClassifier(max_depth=3, random_state=0)]:
    m.fit(z, y)
    add(type(m).__name__, {"kind": type(m).__name__, "trees": [t1(m)], **classes}, m.predict(z))
for m in [ensemble.RandomForestClassifier(5, max_depth=3, random_state=0), ensemble.ExtraTreesClassifier(5, max_depth=3, random_state=0)]:
    m.fit(x, y)
    add(type(m).__name__, {"kind": type(m).__name__, "trees": [t1(e) for e in m.estimators_], **classes}, m.predict(x), scaled=False)
m = ensemble.RandomForestRegressor(5, max_depth=3, random_state=0).fit(x, t)
add("RandomForestRegressor", {"kind": "RandomForestRegressor", "trees": [t1(e) for e in m.estimators_]}, values=m.predict(x), scaled=False)
m = ensemble.GradientBoostingClassifier(n_estimators=4, max_depth=2, random_state=0).fit(x, y)
add("GradientBoostingClassifier", {"kind": "GradientBoostingClassifier", **classes, "init": L(m._raw_predict_init(x[:1])[0]),
    "learning_rate": m.learning_rate, "trees": [t1(e) for stage in m.estimators_ for e in stage]}, m.predict(x), scaled=False)
for metric in ["euclidean", "manhattan"]:
    m = neighbors.KNeighborsClassifier(3, metric=metric).fit(z, y)
    add(f"KNeighborsClassifier {metric}", {"kind": "KNeighborsClassifier", "n_neighbors": 3, "metric": metric, "x": L(z), "y": L(y), **classes}, m.predict(z))
m = neighbors.KNeighborsRegressor(3).fit(z, t)
add("KNeighborsRegressor", {"kind": "KNeighborsRegressor", "n_neighbors": 3, "x": L(z), "y": L(t)}, values=m.predict(z))
m = neighbors.NearestCentroid().fit(z, y)
add("NearestCentroid", {"kind": "NearestCentroid", "centroids": L(m.centroids_), **classes}, m.predict(z))
m = cluster.MiniBatchKMeans(3, random_state=0, n_init=3).fit(z)
add("MiniBatchKMeans", {"kind": "MiniBatchKMeans", "cluster_centers": L(m.cluster_centers_)}, m.predict(z))
for activation in ["relu", "tanh", "logistic", "identity"]:
    m = neural_network.MLPClassifier((6,), activation=activation, max_iter=400, random_state=0).fit(z, y)
    add(f"MLPClassifier {activation}", {"kind": "MLPClassifier", "coefs": [L(c) for c in m.coefs_], "intercepts": [L(c) for c in m.intercepts_],
        "activation": activation, **classes}, m.predict(z))
m = decomposition.PCA(2).fit(z)
out.append({"name": "PCA", "model": {"steps": [{"kind": "StandardScaler", **scaler}, {"kind": "PCA", "components": L(m.components_), "mean": L(m.mean_)}]},
            "x": L(x), "values": L(m.transform(z))})
m = decomposition.PCA(3, whiten=True).fit(z)
c = cluster.KMeans(3, n_init=2, random_state=0).fit(m.transform(z))
out.append({"name": "pipeline of a scaler, whitened components and k-means",
            "model": {"steps": [{"kind": "StandardScaler", **scaler}, {"kind": "PCA", "components": L(m.components_), "mean": L(m.mean_),
                      "whiten_variance": L(m.explained_variance_)}, {"kind": "KMeans", "centroids": L(c.cluster_centers_)}]},
            "x": L(x), "labels": L(c.predict(m.transform(z)))})
m = discriminant_analysis.LinearDiscriminantAnalysis().fit(z, y)
add("LDAProjection", {"kind": "LDAProjection", "scalings": L(m.scalings_[:, :2]), "xbar": L(m.xbar_)}, values=m.transform(z)[:, :2])
r = preprocessing.MinMaxScaler().fit(x)
m = linear_model.LogisticRegression(C=50).fit(r.transform(x), y)
out.append({"name": "MinMaxScaler", "model": {"steps": [{"kind": "MinMaxScaler", "scale": L(r.scale_), "min": L(r.min_)}, {**linear(m), **classes}]},
            "x": L(x), "labels": L(m.predict(r.transform(x)))})
# ProtoNN and Bonsai by their definitions, with numbers that nobody trained.
W, B, Z = rng.normal(size=(2, F)), rng.normal(size=(5, 2)), rng.normal(size=(C, 5))
s = np.exp(-0.49 * ((z @ W.T)[:, None, :] - B).__pow__(2).sum(2)) @ Z.T
add("ProtoNN", {"kind": "ProtoNN", "W": L(W), "B": L(B), "Z": L(Z), "gamma": 0.7}, s.argmax(1))
P, W, V, T = rng.normal(size=(3, F)), rng.normal(size=(7, C, 3)), rng.normal(size=(7, C, 3)), rng.normal(size=(3, 3))
labels = []
for p in z @ P.T:
    node, s = 0, np.zeros(C)
    while True:
        s += (W[node] @ p) * np.tanh(0.8 * (V[node] @ p))
        if node >= 3:
            break
        node = 2 * node + (1 if T[node] @ p > 0 else 2)
    labels.append(int(s.argmax()))
add("Bonsai", {"kind": "Bonsai", "Z": L(P), "W": L(W), "V": L(V), "T": L(T), "sigma": 0.8}, labels)

shorten = lambda v: float(f"{v:.9g}") if isinstance(v, float) else [shorten(e) for e in v] if isinstance(v, list) else \
    {k: shorten(e) for k, e in v.items()} if isinstance(v, dict) else v
base = L(x)
for entry in out:
    if entry["x"] == base:
        entry["x"] = "common"
json.dump({"common": shorten(base), "models": shorten(out)}, open("models.json", "w"), separators=(",", ":"))

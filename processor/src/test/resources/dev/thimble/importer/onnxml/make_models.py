"""Small models of every kind that scikit-learn trains and skl2onnx writes, with scikit-learn's labels and values.

pip install scikit-learn==1.9.1 skl2onnx==1.20.0; python make_models.py writes models.zip: NAME.onnx, and NAME.json with
the samples x and the labels (indices of classes; 1 for outliers) or values.
"""

import json
import zipfile

import numpy as np
from skl2onnx import to_onnx
from sklearn.cluster import KMeans, MiniBatchKMeans
from sklearn.datasets import make_blobs, make_regression
from sklearn.decomposition import PCA, TruncatedSVD
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.ensemble import (ExtraTreesClassifier, ExtraTreesRegressor, GradientBoostingClassifier,
                              GradientBoostingRegressor, IsolationForest,
                              RandomForestClassifier, RandomForestRegressor)
from sklearn.linear_model import (ElasticNet, Lasso, LinearRegression, LogisticRegression, Perceptron, Ridge,
                                  RidgeClassifier, SGDClassifier)
from sklearn.mixture import GaussianMixture
from sklearn.naive_bayes import BernoulliNB, ComplementNB, GaussianNB, MultinomialNB
from sklearn.neighbors import KNeighborsClassifier, KNeighborsRegressor
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import MaxAbsScaler, MinMaxScaler, Normalizer, RobustScaler, StandardScaler
from sklearn.svm import SVC, SVR, LinearSVC, LinearSVR, NuSVC, NuSVR, OneClassSVM
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

FEATURES = 4
SAMPLES = 48


def blobs(classes):
    x, y = make_blobs(SAMPLES, FEATURES, centers=classes, cluster_std=3.0, random_state=3)
    return x.astype(np.float32), y


X, Y = blobs(3)
X2, Y2 = blobs(2)
XR, YR = make_regression(SAMPLES, FEATURES, noise=5.0, random_state=5)
XR, YR = XR.astype(np.float32), (YR / 20).astype(np.float32)
COUNTS = np.random.default_rng(7).poisson(2 + 3 * np.eye(3, FEATURES)[Y]).astype(np.float32)
FLAGS = (COUNTS > 2).astype(np.float32)

fast = {"max_iter": 60, "random_state": 1}
CLASSIFIERS = {
    "LogisticRegression": LogisticRegression(),
    "LinearSVC": LinearSVC(),
    "RidgeClassifier": RidgeClassifier(),
    "SGDClassifier": SGDClassifier(random_state=1),
    "Perceptron": Perceptron(random_state=1),
    "LinearDiscriminantAnalysis": LinearDiscriminantAnalysis(),
    "GaussianNB": GaussianNB(),
    "SVC-rbf": SVC(),
    "SVC-linear": SVC(kernel="linear"),
    "SVC-poly": SVC(kernel="poly"),
    "NuSVC": NuSVC(nu=0.2),
    "DecisionTreeClassifier": DecisionTreeClassifier(max_depth=4, random_state=1),
    "RandomForestClassifier": RandomForestClassifier(5, max_depth=4, random_state=1),
    "ExtraTreesClassifier": ExtraTreesClassifier(5, max_depth=4, random_state=1),
    "GradientBoostingClassifier": GradientBoostingClassifier(n_estimators=4, max_depth=2, random_state=1),
    "KNeighborsClassifier-1": KNeighborsClassifier(1),
    "KNeighborsClassifier-5": KNeighborsClassifier(5),
    "KNeighborsClassifier-manhattan": KNeighborsClassifier(3, metric="manhattan"),
    "MLPClassifier": MLPClassifier(6, **fast),
    "MLPClassifier-tanh": MLPClassifier((5, 4), activation="tanh", **fast),
    "MLPClassifier-logistic": MLPClassifier(6, activation="logistic", **fast),
    "Normalizer-l2-LogisticRegression": make_pipeline(Normalizer(), LogisticRegression(C=100)),
    "Normalizer-l2-RandomForest": make_pipeline(Normalizer(), RandomForestClassifier(4, max_depth=3, random_state=1)),
    "StandardScaler-Normalizer-SVC": make_pipeline(StandardScaler(), Normalizer(), SVC()),
    "StandardScaler-GaussianNB": make_pipeline(StandardScaler(), GaussianNB()),
    "StandardScaler-PCA-KNeighbors": make_pipeline(StandardScaler(), PCA(2), KNeighborsClassifier(3)),
    "StandardScaler-PCA-whiten-GaussianNB": make_pipeline(StandardScaler(), PCA(3, whiten=True), GaussianNB()),
    "StandardScaler-RandomForest": make_pipeline(StandardScaler(), RandomForestClassifier(4, max_depth=3, random_state=1)),
    "MinMaxScaler-SVC": make_pipeline(MinMaxScaler(), SVC()),
    "MinMaxScaler-MLP": make_pipeline(MinMaxScaler(), MLPClassifier(5, **fast)),
    "MaxAbsScaler-LinearDiscriminantAnalysis": make_pipeline(MaxAbsScaler(), LinearDiscriminantAnalysis()),
    "RobustScaler-LogisticRegression": make_pipeline(RobustScaler(), LogisticRegression()),
    "TruncatedSVD-LogisticRegression": make_pipeline(TruncatedSVD(3, random_state=1), LogisticRegression()),
    "StandardScaler-DecisionTree": make_pipeline(StandardScaler(), DecisionTreeClassifier(max_depth=3, random_state=1)),
}
TWO = ["LogisticRegression", "LinearSVC", "RidgeClassifier", "SGDClassifier", "GaussianNB", "SVC-rbf", "NuSVC",
       "RandomForestClassifier", "GradientBoostingClassifier", 
       "KNeighborsClassifier-5", "MLPClassifier"]
REGRESSORS = {
    "LinearRegression": LinearRegression(),
    "Ridge": Ridge(),
    "Lasso": Lasso(0.1),
    "ElasticNet": ElasticNet(0.1),
    "LinearSVR": LinearSVR(random_state=1),
    "SVR": SVR(),
    "NuSVR": NuSVR(),
    "DecisionTreeRegressor": DecisionTreeRegressor(max_depth=4, random_state=1),
    "RandomForestRegressor": RandomForestRegressor(5, max_depth=4, random_state=1),
    "ExtraTreesRegressor": ExtraTreesRegressor(5, max_depth=4, random_state=1),
    "GradientBoostingRegressor": GradientBoostingRegressor(n_estimators=5, max_depth=3, random_state=1),
    "KNeighborsRegressor": KNeighborsRegressor(4),
    "MLPRegressor": MLPRegressor(hidden_layer_sizes=8, max_iter=300, random_state=1),
    "StandardScaler-LinearRegression": make_pipeline(StandardScaler(), LinearRegression()),
}
CLUSTERS = {
    "KMeans": KMeans(4, n_init=2, random_state=1),
    "MiniBatchKMeans": MiniBatchKMeans(3, n_init=2, random_state=1),
    "StandardScaler-KMeans": make_pipeline(StandardScaler(), KMeans(3, n_init=2, random_state=1)),
    "Normalizer-KMeans": make_pipeline(Normalizer(), KMeans(3, n_init=2, random_state=1)),
    "GaussianMixture-full": GaussianMixture(3, random_state=1),
    "GaussianMixture-tied": GaussianMixture(3, covariance_type="tied", random_state=1),
    "GaussianMixture-diag": GaussianMixture(3, covariance_type="diag", random_state=1),
    "GaussianMixture-spherical": GaussianMixture(3, covariance_type="spherical", random_state=1),
}
OUTLIERS = {
    "IsolationForest": IsolationForest(n_estimators=6, max_samples=32, contamination=0.1, random_state=1),
    "StandardScaler-IsolationForest": make_pipeline(
        StandardScaler(), IsolationForest(n_estimators=4, max_samples=16, random_state=1)),
    "OneClassSVM": OneClassSVM(nu=0.1),
}
TRANSFORMERS = {
    "PCA": PCA(2),
    "PCA-whiten": PCA(2, whiten=True),
    "StandardScaler": StandardScaler(),
    "Normalizer-l2": Normalizer(),
    "StandardScaler-PCA": make_pipeline(StandardScaler(), PCA(3)),
}


def write(archive, name, model, x, answer):
    last = model.steps[-1][1] if hasattr(model, "steps") else model
    onnx = to_onnx(model, x[:1], target_opset={"": 18, "ai.onnx.ml": 3})
    entries = {name + ".onnx": onnx.SerializeToString(),
               name + ".json": json.dumps({"x": x.tolist(), **answer(model, last)}).encode()}
    for entry, data in entries.items():
        archive.writestr(zipfile.ZipInfo(entry, (1980, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
    print(name, [n.op_type for n in onnx.graph.node])


def labels(x):
    return lambda model, last: {"labels": [int(v) for v in model.predict(x)]}


def values(x, call="predict"):
    return lambda model, last: {"values": getattr(model, call)(x).reshape(len(x), -1).tolist()}


def outliers(x):
    return lambda model, last: {"labels": [int(v < 0) for v in model.predict(x)]}


def main():
    with zipfile.ZipFile("models.zip", "w") as archive:
        for name, model in CLASSIFIERS.items():
            write(archive, name, model.fit(X, Y), X, labels(X))
        for name in TWO:
            write(archive, name + "-of-two", CLASSIFIERS[name].fit(X2, Y2), X2, labels(X2))
        for name, model in {"MultinomialNB": MultinomialNB(), "ComplementNB": ComplementNB()}.items():
            write(archive, name, model.fit(COUNTS, Y), COUNTS, labels(COUNTS))
        write(archive, "BernoulliNB", BernoulliNB().fit(FLAGS, Y), FLAGS, labels(FLAGS))
        write(archive, "BernoulliNB-binarize", BernoulliNB(binarize=2.5).fit(COUNTS, Y), COUNTS, labels(COUNTS))
        for name, model in REGRESSORS.items():
            write(archive, name, model.fit(XR, YR), XR, values(XR))
        for name, model in CLUSTERS.items():
            write(archive, name, model.fit(X), X, labels(X))
        for name, model in OUTLIERS.items():
            write(archive, name, model.fit(X), X, outliers(X))
        for name, model in TRANSFORMERS.items():
            write(archive, name, model.fit(X), X, values(X, "transform"))


if __name__ == "__main__":
    main()

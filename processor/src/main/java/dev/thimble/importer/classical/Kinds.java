package dev.thimble.importer.classical;

import dev.thimble.diagnostic.ClassicalMessage;
import dev.thimble.diagnostic.Problem;
import dev.thimble.diagnostic.Suggestions;
import dev.thimble.graph.ShapeException;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The kinds of models, by the name of scikit-learn's class. */
final class Kinds {
  /** Adds a model to what there is. */
  @FunctionalInterface
  interface Adding {
    void add(Fields model, ClassicalGraph graph) throws Problem, ShapeException;
  }

  /** Tells how many features a model reads. */
  @FunctionalInterface
  interface Counting {
    int of(Fields model) throws Problem;
  }

  /** A kind. */
  private record Kind(Counting features, Adding adding) {}

  private static final SortedMap<String, Kind> ALL = new TreeMap<>();

  private static void put(Counting features, Adding adding, String... names) {
    for (String name : names) {
      ALL.put(name, new Kind(features, adding));
    }
  }

  static {
    for (String kind : List.of("DecisionTree", "ExtraTree", "RandomForest", "ExtraTrees")) {
      put(Forests::features, Forests::classifier, kind + "Classifier");
      put(Forests::features, Forests::regressor, kind + "Regressor");
    }
    put(
        Forests::features,
        Forests::boosted,
        "GradientBoostingClassifier",
        "GradientBoostingRegressor");
    put(Forests::features, Outliers::isolationForest, "IsolationForest");
    put(m -> m.numbers("location").length, Outliers::ellipticEnvelope, "EllipticEnvelope");
    put(m -> m.width("scale", "std"), Scalers::standard, "StandardScaler");
    put(m -> m.numbers("scale").length, Scalers::range, "MinMaxScaler", "MaxAbsScaler");
    put(Scalers::features, Scalers::length, "Normalizer");
    put(m -> m.width("components"), Scalers::projection, "PCA", "TruncatedSVD");
    put(m -> m.numbers("xbar").length, Scalers::discriminants, "LDAProjection");
    put(
        m -> m.width("coef"),
        Linear::classifier,
        "logreg",
        "LogisticRegression",
        "LinearSVC",
        "RidgeClassifier",
        "SGDClassifier",
        "Perceptron",
        "LinearDiscriminantAnalysis");
    put(
        m -> m.width("coef"),
        Linear::regressor,
        "LinearRegression",
        "Ridge",
        "Lasso",
        "ElasticNet",
        "LinearSVR");
    put(m -> m.width("feature_log_prob"), Bayes::multinomial, "MultinomialNB", "ComplementNB");
    put(m -> m.width("feature_log_prob"), Bayes::bernoulli, "BernoulliNB");
    put(m -> m.width("theta"), Bayes::gaussian, "GaussianNB");
    put(m -> m.width("means"), Bayes::mixture, "GaussianMixture");
    put(
        m -> m.width("centroids", "cluster_centers"),
        Clusters::centres,
        "kmeans",
        "KMeans",
        "MiniBatchKMeans",
        "kmeans-anomaly",
        "NearestCentroid");
    put(
        m -> m.width("x"),
        Clusters::neighbours,
        "knn",
        "KNeighborsClassifier",
        "KNeighborsRegressor");
    put(m -> m.width("sv"), Machines::classifier, "SVC", "NuSVC");
    put(m -> m.width("sv"), Machines::regressor, "SVR", "NuSVR");
    put(m -> m.width("sv"), Machines::oneClass, "OneClassSVM");
    put(m -> m.tensor("coefs").get(0).length, Perceptrons::add, "MLPClassifier", "MLPRegressor");
    put(m -> m.width("W"), Prototypes::add, "ProtoNN");
    put(m -> m.width("Z"), Bonsais::add, "Bonsai");
  }

  private Kinds() {}

  /** The names, in order. */
  static List<String> names() {
    return List.copyOf(ALL.keySet());
  }

  private static Kind of(Fields model) throws Problem {
    String name = model.text("kind");
    Kind kind = ALL.get(name);
    if (kind == null) {
      throw new Problem(
          ClassicalMessage.TM3602_UNKNOWN_KIND,
          model.file(),
          name,
          Suggestions.didYouMean(name, names()),
          String.join(", ", names()));
    }
    return kind;
  }

  /** How many features the model reads. */
  static int features(Fields model) throws Problem {
    int needed = of(model).features.of(model);
    int features = model.integer("n_features_in").orElse(needed);
    if (features < needed) {
      throw model.contradiction(
          "n_features_in is " + features + ", but a split asks for feature " + (needed - 1));
    }
    return features;
  }

  /** Adds the model, and the scaler that it brings along before it. */
  static void add(Fields model, ClassicalGraph graph) throws Problem {
    Kind kind = of(model);
    try {
      if (Scalers.besides(model)) {
        Scalers.standard(model, graph);
      }
      kind.adding.add(model, graph);
    } catch (ShapeException | IllegalArgumentException | ArithmeticException e) {
      throw model.contradiction(String.valueOf(e.getMessage()));
    }
  }
}

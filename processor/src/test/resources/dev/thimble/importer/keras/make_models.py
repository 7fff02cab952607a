"""Makes the models of this folder and what they compute: python3 make_models.py (Keras 3, TensorFlow, NumPy)."""

import pathlib

import keras
import numpy as np
from keras import layers

HERE = pathlib.Path(__file__).parent
keras.utils.set_random_seed(20260501)


def save(name, model, *shapes):
    changed = []
    for variable in model.weights:
        values = variable.numpy()
        if "variance" in variable.path:
            values = np.random.uniform(0.5, 2, values.shape)
        elif "seed" not in variable.path:
            values = values + np.random.normal(0, 0.1, values.shape)
        changed.append(values)
    model.set_weights(changed)
    inputs = [np.random.normal(0, 1, (8, *shape)).astype("float32") for shape in shapes]
    outputs = model(inputs if len(inputs) > 1 else inputs[0], training=False)
    outputs = outputs if isinstance(outputs, (list, tuple)) else [outputs]
    model.save(HERE / f"{name}.keras")
    model.save(HERE / f"{name}.h5")
    arrays = {f"in{i}": x for i, x in enumerate(inputs)} | {f"out{i}": y.numpy() for i, y in enumerate(outputs)}
    np.savez(HERE / f"{name}.npz", **arrays)


save(
    "pictures",
    keras.Sequential(
        [
            keras.Input((9, 8, 3)),
            layers.Rescaling(0.5, offset=-0.5),
            layers.ZeroPadding2D(((1, 2), (0, 1))),
            layers.Conv2D(6, (3, 2), strides=2, padding="same", activation="relu"),
            layers.BatchNormalization(),
            layers.DepthwiseConv2D(3, padding="same", depth_multiplier=2),
            layers.LeakyReLU(negative_slope=0.1),
            layers.SeparableConv2D(4, 3),
            layers.PReLU(shared_axes=[1, 2]),
            layers.Conv2DTranspose(4, 3, strides=2, padding="same"),
            layers.ELU(),
            layers.Cropping2D(((1, 0), (0, 1))),
            layers.UpSampling2D(2),
            layers.MaxPooling2D(3, strides=2, padding="same"),
            layers.AveragePooling2D(2, padding="same"),
            layers.Dropout(0.3),
            layers.Flatten(),
            layers.Dense(5, activation="tanh"),
            layers.Dense(4),
            layers.Softmax(),
        ]
    ),
    (9, 8, 3),
)

save(
    "steps",
    keras.Sequential(
        [
            keras.Input((16, 3)),
            layers.Conv1D(4, 3, padding="causal", dilation_rate=2, activation="relu"),
            layers.ZeroPadding1D(2),
            layers.SeparableConv1D(5, 3, padding="same"),
            layers.BatchNormalization(scale=False),
            layers.ReLU(max_value=6),
            layers.MaxPooling1D(2),
            layers.DepthwiseConv1D(3, padding="same", use_bias=False),
            layers.Conv1DTranspose(3, 4, strides=2),
            layers.Cropping1D((1, 2)),
            layers.AveragePooling1D(3, strides=2, padding="same"),
            layers.UpSampling1D(2),
            layers.TimeDistributed(layers.Dense(5)),
            layers.Activation("silu"),
            layers.Permute((2, 1)),
            layers.GlobalAveragePooling1D(),
            layers.Reshape((4, -1)),
            layers.GlobalMaxPooling1D(),
            layers.RepeatVector(2),
            layers.Flatten(),
            layers.Dense(3, activation="sigmoid"),
        ]
    ),
    (16, 3),
)

picture = keras.Input((6, 6, 2), name="picture")
vector = keras.Input((5,), name="vector")
grouped = layers.Conv2D(4, 3, padding="same", groups=2)(picture)
shared = layers.Conv2D(4, 1, name="shared")
product = layers.Multiply()([layers.Add()([shared(grouped), shared(layers.ReLU()(grouped))]), grouped])
pooled = layers.GlobalMaxPooling2D()(product)
inner = keras.Sequential([keras.Input((5,)), layers.Dense(4), layers.BatchNormalization(), layers.ReLU()], name="inner")
dense = inner(vector)
mean = layers.Average()([pooled, dense, layers.Maximum()([pooled, dense])])
joined = layers.Concatenate()([layers.Subtract()([mean, dense]), pooled])
save(
    "branches",
    keras.Model(
        [picture, vector],
        [layers.Dense(3, name="first")(joined), layers.Dense(2, activation="softmax", name="second")(joined)],
    ),
    (6, 6, 2),
    (5,),
)

save(
    "tiny",
    keras.Sequential([keras.Input((6,)), layers.Dense(4, activation="relu"), layers.BatchNormalization(), layers.Dense(2)]),
    (6,),
)

save(
    "recurrent",
    keras.Sequential(
        [
            keras.Input((6, 3)),
            layers.Bidirectional(layers.LSTM(4, return_sequences=True)),
            layers.GRU(5, return_sequences=True, go_backwards=True),
            layers.GRU(4, return_sequences=True, reset_after=False),
            layers.SimpleRNN(4, return_sequences=True, activation="relu", use_bias=False),
            layers.Bidirectional(layers.GRU(3), merge_mode="ave"),
            layers.Dense(2),
        ]
    ),
    (6, 3),
)

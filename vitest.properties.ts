import fc from "fast-check";

/** Each run of the tests draws the same examples; `PROPERTY_SEED=1234 npm test -- unit` looks at others. */
fc.configureGlobal({ seed: Number(process.env.PROPERTY_SEED ?? 20_260_311) });

const { measure } = require("./measure.cjs");
const { program, pools } = require("./mocked.cjs");
const { resourcesOfPool } = require("./resources-of-pool.cjs");

measure(() =>
    program(() => {
        for (let i = 0; i < pools; i += 1) {
            resourcesOfPool(`pool-${i}`);
        }
    }),
);

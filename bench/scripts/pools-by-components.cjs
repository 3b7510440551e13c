const { measure } = require("./measure.cjs");
const { program, cluster, pools } = require("./mocked.cjs");
const { GpuNodeGroup } = require("../../dist/aws/index.js");

const shared = cluster();
measure(() =>
    program(() => {
        for (let i = 0; i < pools; i += 1) {
            new GpuNodeGroup(`pool-${i}`, { cluster: shared, instanceType: "p5.48xlarge", nodes: { min: 0, max: 4 } });
        }
    }),
);

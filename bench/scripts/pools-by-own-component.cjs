const { measure } = require("./measure.cjs");
const { program, pools } = require("./mocked.cjs");
const { resourcesOfPool } = require("./resources-of-pool.cjs");
const pulumi = require("@pulumi/pulumi");

/** The least that an author's own component would be. */
class OwnPool extends pulumi.ComponentResource {
    constructor(name) {
        super("own:index:Pool", name, {});
        this.nodeGroupName = resourcesOfPool(name, this).nodeGroupName;
        this.registerOutputs({ nodeGroupName: this.nodeGroupName });
    }
}

measure(() =>
    program(() => {
        for (let i = 0; i < pools; i += 1) {
            new OwnPool(`pool-${i}`);
        }
    }),
);

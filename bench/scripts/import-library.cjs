const { measure } = require("./measure.cjs");

measure(() => require("../../dist/index.js"));

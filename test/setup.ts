// An unhandled rejection is a bug in the code or in the test, never noise.
process.env.PULUMI_ERROR_OUTPUT_STRING = "true";
process.on("unhandledRejection", reason => {
    throw reason instanceof Error ? reason : new Error(String(reason));
});

// Prints what `work` cost this process: wall time in milliseconds and resident memory at the end in MiB.
exports.measure = async function (work) {
    const start = process.hrtime.bigint();
    await work();
    const milliseconds = Number(process.hrtime.bigint() - start) / 1e6;
    const residentMiB = process.memoryUsage().rss / 2 ** 20;
    console.log(JSON.stringify({ milliseconds, residentMiB }));
};

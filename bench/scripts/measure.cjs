// Prints what `work` cost this process: processor time in milliseconds, which other processes disturb less than the clock, and
// resident memory at the end in MiB.
exports.measure = async function (work) {
    const before = process.cpuUsage();
    await work();
    const { user, system } = process.cpuUsage(before);
    const residentMiB = process.memoryUsage().rss / 2 ** 20;
    console.log(JSON.stringify({ milliseconds: (user + system) / 1000, residentMiB }));
};

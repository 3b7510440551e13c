import { endProcess } from "./supervised-process";
import { listProcesses, type RunningProcess } from "./process-table";

const programNames = ["etcd", "kube-apiserver", "kube-scheduler", "kube-controller-manager", "kwok"];

/**
 * Programs of control planes that run for this directory, whoever started them. They are known by their command lines, in
 * which the directory stands: no file has to say so, and none can be wrong.
 */
export function programsOf(directory: string): RunningProcess[] {
    const program = new RegExp(`(^|/)(${programNames.join("|")}) --`);
    return listProcesses().filter(
        ({ commandLine }) => program.test(commandLine) && commandLine.includes(`=${directory}/`),
    );
}

/** Ends what runs for a directory, except the command lines to keep. */
export async function endStrays(directory: string, keep: ReadonlySet<string> = new Set()): Promise<RunningProcess[]> {
    const strays = programsOf(directory).filter(({ commandLine }) => !keep.has(commandLine));
    const isEtcd = ({ commandLine }: RunningProcess): boolean => commandLine.includes("etcd --data-dir=");
    // An API server whose etcd is gone does not end by itself.
    await Promise.all(strays.filter(stray => !isEtcd(stray)).map(stray => endProcess(stray)));
    await Promise.all(strays.filter(isEtcd).map(stray => endProcess(stray)));
    return strays;
}

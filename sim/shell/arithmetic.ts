/** Whole numbers of the shell. Source: POSIX.1-2017, Arithmetic Expansion; GNU bash manual, "Shell Arithmetic" (`++`, `--`). */
import { NotRead } from "./syntax";

export interface Numbers {
    get(name: string): string;
    set(name: string, value: string): void;
}

const token = /\s*(\+\+|--|&&|\|\||[-+*/%]=|[<>=!]=|[-+*/%<>=!(),?:]|\d+|[A-Za-z_]\w*)/y;

/** Binary operators, those that bind least first. */
const levels: readonly (readonly string[])[] = [
    ["||"],
    ["&&"],
    ["==", "!="],
    ["<", "<=", ">", ">="],
    ["+", "-"],
    ["*", "/", "%"],
];

/** @throws NotRead */
export function calculate(expression: string, numbers: Numbers): number {
    if (expression.trim() === "") return 0;
    return new Calculation(tokensOf(expression), expression, numbers).whole();
}

function tokensOf(expression: string): readonly string[] {
    const tokens: string[] = [];
    token.lastIndex = 0;
    while (token.lastIndex < expression.trimEnd().length) {
        const [, found] = token.exec(expression) ?? [];
        if (found === undefined) throw new NotRead(`the arithmetic ${expression.trim()}`);
        tokens.push(found);
    }
    return tokens;
}

class Calculation {
    private at = 0;

    constructor(
        private readonly tokens: readonly string[],
        private readonly expression: string,
        private readonly numbers: Numbers,
    ) {}

    whole(): number {
        let value = this.assigned();
        while (this.take(",")) value = this.assigned();
        if (this.at < this.tokens.length) throw this.notRead();
        return value;
    }

    private assigned(): number {
        const name = this.tokens[this.at] ?? "";
        const operator = this.tokens[this.at + 1] ?? "";
        if (!/^[A-Za-z_]/.test(name) || !/^[-+*/%]?=$/.test(operator)) return this.chosen();
        this.at += 2;
        const right = this.assigned();
        const value = operator === "=" ? right : this.applied(operator.slice(0, 1), this.variable(name), right);
        this.numbers.set(name, String(value));
        return value;
    }

    private chosen(): number {
        const condition = this.binary(0);
        if (!this.take("?")) return condition;
        const yes = this.assigned();
        if (!this.take(":")) throw this.notRead();
        const no = this.assigned();
        return condition !== 0 ? yes : no;
    }

    private binary(level: number): number {
        const operators = levels[level];
        if (!operators) return this.unary();
        let left = this.binary(level + 1);
        for (;;) {
            const operator = this.tokens[this.at] ?? "";
            if (!operators.includes(operator)) return left;
            this.at += 1;
            left = this.applied(operator, left, this.binary(level + 1));
        }
    }

    private unary(): number {
        if (this.take("-")) return -this.unary();
        if (this.take("+")) return this.unary();
        if (this.take("!")) return this.unary() === 0 ? 1 : 0;
        if (this.take("(")) {
            const value = this.assigned();
            if (!this.take(")")) throw this.notRead();
            return value;
        }
        const changes = ["++", "--"].find(each => this.take(each));
        const word = this.tokens[this.at] ?? "";
        this.at += 1;
        if (/^\d/.test(word)) return Number(word);
        if (!/^[A-Za-z_]/.test(word)) throw this.notRead();
        const before = this.variable(word);
        if (changes !== undefined) return this.moved(word, before, changes);
        const after = ["++", "--"].find(each => this.take(each));
        if (after !== undefined) this.moved(word, before, after);
        return before;
    }

    private moved(name: string, before: number, operator: string): number {
        const value = operator === "++" ? before + 1 : before - 1;
        this.numbers.set(name, String(value));
        return value;
    }

    private variable(name: string): number {
        return Math.trunc(Number(this.numbers.get(name))) || 0;
    }

    private applied(operator: string, left: number, right: number): number {
        switch (operator) {
            case "+":
                return left + right;
            case "-":
                return left - right;
            case "*":
                return left * right;
            case "/":
                return Math.trunc(left / right);
            case "%":
                return left % right;
            default:
                return this.holds(operator, left, right) ? 1 : 0;
        }
    }

    private holds(operator: string, left: number, right: number): boolean {
        switch (operator) {
            case "||":
                return left !== 0 || right !== 0;
            case "&&":
                return left !== 0 && right !== 0;
            case "==":
                return left === right;
            case "!=":
                return left !== right;
            case "<":
                return left < right;
            case "<=":
                return left <= right;
            case ">":
                return left > right;
            case ">=":
                return left >= right;
        }
        throw this.notRead();
    }

    private take(wanted: string): boolean {
        if (this.tokens[this.at] !== wanted) return false;
        this.at += 1;
        return true;
    }

    private notRead(): NotRead {
        return new NotRead(`the arithmetic ${this.expression.trim()}`);
    }
}

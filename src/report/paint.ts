/** The colours that reports use. An instance of chalk fits. */
export interface Paint {
  bold(text: string): string;
  dim(text: string): string;
  red(text: string): string;
  yellow(text: string): string;
  green(text: string): string;
  cyan(text: string): string;
}

const same = (text: string): string => text;

/** Leaves text without colours. */
export const plain: Paint = { bold: same, dim: same, red: same, yellow: same, green: same, cyan: same };

import type { Report } from '../report/report.ts';

/** The reports for programs. Each is loaded only when it is asked for. */
export const documents = {
  json: async (): Promise<Report> => (await import('../report/json.ts')).jsonReport,
  sarif: async (): Promise<Report> => (await import('../report/sarif.ts')).sarifReport,
  github: async (): Promise<Report> => (await import('../report/github.ts')).githubReport,
  markdown: async (): Promise<Report> => (await import('../report/markdown.ts')).markdownReport,
  html: async (): Promise<Report> => (await import('../report/html.ts')).htmlReport,
  junit: async (): Promise<Report> => (await import('../report/junit.ts')).junitReport,
};

/** The names of these formats. */
export type DocumentFormat = keyof typeof documents;

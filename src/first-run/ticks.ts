import { COMPLETE_LANGUAGES } from '../messages/messages.ts'
import { summaryText } from './first-run-panel.tsx'
import { nextStep, type Progress } from './steps.ts'

/**
 * The progress as a style sheet, for articles. Their HTML is the same for all readers, whatever was done on this
 * machine.
 */
export const ticksSheet = (progress: Progress): string => {
  const next = nextStep(progress)
  return [
    ...progress.done.map((step) => `.first-run [data-step="${step}"]::before { content: "✓"; }`),
    ...(next ? [`.first-run [data-step="${next}"] { font-weight: 600; }`] : []),
    ...COMPLETE_LANGUAGES.map(
      (language) =>
        `.first-run:lang(${language}) .first-run-summary::before { content: ${cssText(summaryText(progress, language))}; }`,
    ),
    '',
  ].join('\n')
}

const cssText = (text: string): string => `"${text.replaceAll(/["\\\n]/g, (sign) => `\\${sign}`)}"`

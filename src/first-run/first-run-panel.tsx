import { COMPLETE_LANGUAGES, type Language, sayIn } from '../messages/messages.ts'
import { withLanguage } from '../web/language.ts'
import { nextStep, type Progress, STEPS, type Step } from './steps.ts'

type Props = {
  /** Null: the same markup for every progress. The page's ticks come by its style sheet. */
  progress: Progress | null
  language: Language
  /** The path of the front page in this language. */
  home: string
  sandbox: string
  /** The path of the page around the bar. */
  here: string
}

/** The steps of a first run, folded into one line. It has no form, so that it changes nothing on the page. */
export const FirstRunPanel = ({ progress, language, home, sandbox, here }: Props) => {
  const say = sayIn(language)
  const text = progress ? summaryText(progress, language) : ''
  const next = progress ? nextStep(progress) : null
  return (
    <aside class="first-run" aria-label={say('firstRun.title')} {...textDirection(language)}>
      <details>
        <summary>
          {say('firstRun.title')}
          <span class="first-run-summary">{text}</span>
        </summary>
        <ol>
          {STEPS.map((step) => (
            <li
              key={step}
              data-step={step}
              {...(progress?.done.includes(step) ? { 'data-done': 'true' } : {})}
              {...(step === next ? { 'aria-current': 'step' as const } : {})}
            >
              <a href={placeOf(step, { home, sandbox, language })}>{say(`firstRun.${step}`)}</a>
              {step === 'signIn' ? (
                <>
                  {' '}
                  <a href={withLanguage('/outbox', language)}>{say('firstRun.outbox')}</a>
                </>
              ) : null}
              {progress?.done.includes(step) ? (
                <span class="visually-hidden"> {say('firstRun.done')}</span>
              ) : null}
            </li>
          ))}
        </ol>
        <p>
          <a href={withLanguage(`/first-run/close?returnTo=${encodeURIComponent(here)}`, language)}>
            {say('firstRun.close')}
          </a>
        </p>
      </details>
    </aside>
  )
}

/** The line beside the title: how many steps are done, and the next one. */
export const summaryText = (progress: Progress, language: Language): string => {
  const say = sayIn(language)
  const next = nextStep(progress)
  if (next === null) return say('firstRun.allDone')
  const count = say('firstRun.count', { done: progress.done.length, all: STEPS.length })
  return `${count} ${say('firstRun.next', { step: say(`firstRun.${next}`) })}`
}

// A language without these texts shows the English ones.
const textDirection = (language: Language) =>
  COMPLETE_LANGUAGES.includes(language) ? {} : { lang: 'en', dir: 'ltr' as const }

type Places = Pick<Props, 'home' | 'sandbox' | 'language'>

const placeOf = (step: Step, { home, sandbox, language }: Places): string => {
  const desk = withLanguage(`${sandbox}/`, language)
  const places: Record<Step, string> = {
    remind: home,
    return: `${desk}#clock`,
    give: withLanguage('/support', language),
    signIn: withLanguage('/sign-in', language),
    pause: withLanguage('/account', language),
    report: withLanguage('/staff/reports/supporters', language),
    break: `${desk}#scenarios`,
  }
  return places[step]
}

import { linksOf } from '../control/links.ts'
import { type DeliveryMode, MODES } from '../deliveries/delivery-mode.ts'
import { htmlDocument } from '../pages/html-document.tsx'
import { PAGE_LANGUAGES, type PageLanguage } from '../pages/page-language.ts'
import type { State } from '../state/state.ts'
import { Charges, PendingPayments } from './charges-panel.tsx'
import { Customers } from './customers-panel.tsx'
import { deskTexts, fill } from './desk-texts.ts'
import { type DeskView, PostButton } from './desk-view.tsx'
import { Deliveries, RecentEvents } from './events-panel.tsx'
import { ScenarioPanel } from './scenario-panel.tsx'
import { SCENARIOS, type Scenario } from './scenarios.ts'

type Props = {
  state: State
  now: Date
  mode: DeliveryMode
  language: PageLanguage
  /** The scenario that was just played; `impossible` if nothing fitted it. */
  done: Scenario | 'impossible' | null
}

const HOUR_S = 3600

/** The control desk: what is here, what just happened, and buttons for everything that can happen. */
export const deskPage = ({ state, now, mode, language, done }: Props): string => {
  const texts = deskTexts(language)
  const view: DeskView = { state, texts, language }
  return htmlDocument({
    language,
    title: texts.title,
    children: (
      <main class="home">
        <Languages view={view} />
        <h1>
          {texts.title} <span class="badge">{texts.badge}</span>
        </h1>
        {done ? (
          <p class="note-done" role="status">
            {done === 'impossible' ? texts.impossible : texts[`${done}Done`]}
          </p>
        ) : null}
        <Links view={view} />
        <Clock view={view} now={now} />
        <section id="scenarios">
          <h2>{texts.scenarios}</h2>
          <p>{texts.scenariosText}</p>
          <ul class="scenarios">
            {SCENARIOS.map((scenario) => (
              <ScenarioPanel key={scenario} view={view} scenario={scenario} />
            ))}
          </ul>
        </section>
        <RecentEvents view={view} />
        <PendingPayments view={view} />
        <Customers view={view} />
        <Charges view={view} />
        <Webhooks view={view} mode={mode} />
        <Deliveries view={view} />
      </main>
    ),
  })
}

const Languages = ({ view: { texts, language } }: { view: DeskView }) => (
  <nav class="languages" aria-label={texts.languages}>
    {PAGE_LANGUAGES.map(({ code, name }) => (
      <a
        key={code}
        href={`/?language=${code}`}
        lang={code}
        hreflang={code}
        {...(code === language ? { 'aria-current': 'true' as const } : {})}
      >
        {name}
      </a>
    ))}
  </nav>
)

/** The addresses that the program under test has named, and those it receives webhooks at. */
const Links = ({ view: { state, texts, language } }: { view: DeskView }) => {
  const links = linksOf(state)
  const receivers = state.all('webhook_endpoint')
  return (
    <section>
      <h2>{texts.parts}</h2>
      {links.length > 0 ? (
        <ul class="links">
          {links.map(({ url, title }) => (
            <li key={url}>
              <a href={url}>{title[language] ?? title.en}</a>
            </li>
          ))}
        </ul>
      ) : null}
      {receivers.length === 0 ? <p>{texts.noParts}</p> : null}
      {receivers.map(({ id, url }) => (
        <p key={id} class="small">
          {fill(texts.receiver, { url })}
        </p>
      ))}
    </section>
  )
}

const Clock = ({ view, now }: { view: DeskView; now: Date }) => {
  const { texts, language } = view
  const time = new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : 'ru', {
    dateStyle: 'full',
    timeStyle: 'short',
    timeZone: 'UTC',
  }).format(now)
  const advances = [
    [texts.advanceHour, HOUR_S],
    [texts.advanceDay, 24 * HOUR_S],
    [texts.advanceWeek, 7 * 24 * HOUR_S],
    [texts.advanceMonth, 32 * 24 * HOUR_S],
  ] as const
  return (
    <section id="clock">
      <h2>{texts.clock}</h2>
      <p>
        <time dateTime={now.toISOString()}>{fill(texts.clockText, { time: `${time} UTC` })}</time>
      </p>
      <div class="buttons">
        {advances.map(([label, seconds]) => (
          <PostButton key={label} view={view} to="clock" fields={{ advanceSeconds: String(seconds) }}>
            {label}
          </PostButton>
        ))}
      </div>
    </section>
  )
}

const Webhooks = ({ view, mode }: { view: DeskView; mode: DeliveryMode }) => {
  const { texts } = view
  return (
    <section id="webhooks">
      <h2>{texts.webhooks}</h2>
      <p>{fill(texts.mode, { mode: texts.modes[mode][0] ?? mode })}</p>
      <ul class="scenarios">
        {MODES.map((each) => (
          <li key={each}>
            <PostButton view={view} to="deliveries" fields={{ mode: each }} isDisabled={each === mode}>
              {texts.modes[each][0] ?? each}
            </PostButton>
            <span>
              {texts.modes[each][1]} <code>{each}</code>
            </span>
          </li>
        ))}
      </ul>
      <div class="buttons">
        <PostButton view={view} to="flush">
          {texts.flush}
        </PostButton>
      </div>
    </section>
  )
}

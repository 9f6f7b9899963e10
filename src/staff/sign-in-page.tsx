import { type Language, sayIn } from '../messages/messages.ts'
import type { Newsroom } from '../web/page/newsroom.ts'
import { staffPage } from './staff-frame.tsx'

type Props = { newsroom: Newsroom; language: Language }

const inEachLanguage = (newsroom: Newsroom, path: string) =>
  newsroom.staffLanguages.map((language) => ({ language, href: `${path}?language=${language}` }))

/** Why nobody was signed in. `failed` does not reveal whether name or password was wrong. */
export type SignInProblem = { because: 'failed' } | { because: 'wait'; seconds: number } | null

/** Shows the sign-in form. */
export const signInPage = ({
  newsroom,
  language,
  name,
  problem,
}: Props & { name: string; problem: SignInProblem }): string => {
  const say = sayIn(language)
  return staffPage({
    newsroom,
    language,
    title: say('staff.signIn'),
    translations: inEachLanguage(newsroom, '/staff/sign-in'),
    children: (
      <div class="column">
        <h1>{say('staff.signIn')}</h1>
        {problem ? (
          <div class="error-summary" role="alert">
            <h2>{say('staff.signInErrorSummary')}</h2>
            <p>
              <a href="#password">
                {problem.because === 'wait'
                  ? say('staff.signInWait', { seconds: problem.seconds })
                  : say('staff.signInFailed')}
              </a>
            </p>
          </div>
        ) : null}
        <form action="/staff/sign-in" method="post">
          <input type="hidden" name="language" value={language} />
          <div class="field">
            <label for="name">{say('staff.name')}</label>
            <input id="name" name="name" dir="auto" value={name} autocomplete="username" required />
          </div>
          <div class="field">
            <label for="password">{say('staff.password')}</label>
            <input
              id="password"
              name="password"
              type="password"
              autocomplete="current-password"
              required
              {...(problem?.because === 'failed' ? { 'aria-invalid': 'true' as const } : {})}
            />
          </div>
          <button type="submit" class="primary">
            {say('staff.signInButton')}
          </button>
        </form>
      </div>
    ),
  })
}

/** Shows a button whose POST signs in. Programs that follow links with GET do not use up the link. */
export const linkPage = ({
  newsroom,
  language,
  path,
  isUsed,
}: Props & { path: string; isUsed: boolean }): string => {
  const say = sayIn(language)
  return staffPage({
    newsroom,
    language,
    title: say('staff.link.title'),
    translations: inEachLanguage(newsroom, path),
    children: (
      <div class="column">
        <h1>{say('staff.link.title')}</h1>
        <p>{say(isUsed ? 'staff.link.spent' : 'staff.link.text')}</p>
        {isUsed ? null : (
          <form action={path} method="post">
            <button type="submit" class="primary">
              {say('staff.signInButton')}
            </button>
          </form>
        )}
      </div>
    ),
  })
}

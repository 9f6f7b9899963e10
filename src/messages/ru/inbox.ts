import type { inbox as english } from '../en/inbox.ts'

export const inbox: Record<keyof typeof english, string> = {
  'inbox.title': 'Входящие от Stripe',
  'inbox.sentence.clear': 'Всё, что сообщил Stripe, учтено.',
  'inbox.sentence.busy':
    '{parked, plural, =0 {Отложенных событий нет} one {Отложено # событие} few {Отложено # события} many {Отложено # событий} other {Отложено # события}}, {failing, plural, =0 {повторных попыток нет} one {повторных попыток: #} other {повторных попыток: #}}.{refused, plural, =0 {} one { Stripe отказался прекратить # пожертвование.} few { Stripe отказался прекратить # пожертвования.} many { Stripe отказался прекратить # пожертвований.} other { Stripe отказался прекратить # пожертвования.}}{disowned, plural, =0 {} one { Чужих адресов: #.} few { Чужих адресов: #.} many { Чужих адресов: #.} other { Чужих адресов: #.}}',
  'inbox.overview':
    'За сутки {received, plural, one {# событие} few {# события} many {# событий} other {# события}}, последнее — {last}; ждут: {waiting}.',
  'inbox.never': 'Stripe ещё ничего не сообщал. Первое событие придёт с первым пожертвованием.',
  'inbox.parked': 'Отложено',
  'inbox.parkedHelp':
    'То, что нельзя понять, или то, чего Stripe не показывает. Ничего не угадывается, и никто другой не ждёт. Когда причина устранена, повторите: данные этого клиента будут запрошены у Stripe заново.',
  'inbox.parkedRow':
    '{events, plural, one {# событие} few {# события} many {# событий} other {# события}} ({types}), отложено {at}.',
  'inbox.replay': 'Повторить',
  'inbox.replayAll': 'Повторить всё',
  'inbox.failing': 'Повторные попытки',
  'inbox.failingHelp':
    'То, чего не смогли Stripe или база данных. Попытки повторяются сами, с растущими паузами до четверти часа.',
  'inbox.failingRow':
    '{attempts, plural, one {# неудача} few {# неудачи} many {# неудач} other {# неудачи}}, последняя: {failure}; ждут: {waiting}.',
  'inbox.failure.stripe-failed': 'Stripe ответил ошибкой',
  'inbox.failure.stripe-unreachable': 'Stripe недоступен',
  'inbox.failure.stripe-throttled': 'Stripe попросил обращаться реже',
  'inbox.failure.payment-not-known': 'её платёж ещё неизвестен',
  'inbox.failure.payment-pending': 'платёж по первому ещё идёт',
  'inbox.failure.dispute-open': 'её платёж оспаривается, спор открыт',
  'inbox.failure.other': 'ошибка на нашей стороне, о ней сказано в журнале',
  'inbox.failure.unknown-currency': 'валюта, которой Mainstay не знает',
  'inbox.failure.unknown-interval':
    'регулярная цена, которая не является ни месячной, ни годовой, ни недельной, ни квартальной',
  'inbox.failure.no-customer': 'объект без плательщика',
  'inbox.failure.unreadable': 'то, что Mainstay не может прочитать',
  'inbox.failure.cut-off': 'счёт, в котором больше строк или платежей, чем читает Mainstay',
  'inbox.failure.rejected-by-stripe': 'то, что Stripe отказывается показать',
  'inbox.failure.constraint-violated': 'данные, которые запрещает правило базы данных',
  'inbox.failure.internal-error': 'ошибка в Mainstay, о ней сказано в журнале',
  'inbox.again': 'Следующая попытка {at}.',
  'inbox.retry': 'Попробовать сейчас',
  'inbox.rejected': 'Отказы Stripe прекратить',
  'inbox.rejectedHelp':
    'Пожертвования, которые должны были прекратиться по правилу или решению редакции, но продолжаются: Stripe отказался их прекратить, и деньги списываются дальше. Проверьте каждое в панели Stripe и повторите попытку здесь.',
  'inbox.rejectedRow':
    'должно было прекратиться {at} ({cause, select, replaced {заменено другим} staff {по решению редакции} chosen {по желанию читателя} other {по правилу}}); ответ Stripe: {because}.',
  'inbox.disowned': 'Чужие адреса',
  'inbox.disownedHelp':
    'Владелец адреса сообщил, что это не его платёж: адрес указал кто-то другой. Письма туда больше не уходят. Откройте страницу пожертвования, чтобы прекратить его или вернуть платёж, а потом закройте случай здесь.',
  'inbox.disownedRow': '«Это не я», {at}.',
  'inbox.disowned.settle': 'Закрыть, писем не слать',
  'inbox.disowned.keep': 'Платёж всё-таки его: снова слать письма',
  'inbox.disputes': 'Открытые споры',
  'inbox.disputesHelp':
    'Банк человека забрал платёж обратно. Ответьте в панели Stripe до срока, который там указан. После решения спор исчезнет из списка.',
  'inbox.disputesRow': '{amount}, открыт {at}.',
  'inbox.bounced': 'Письма не доходят',
  'inbox.bouncedHelp':
    'Почтовый сервер окончательно отклонил адрес, а взнос продолжается. Откройте страницу человека и отправьте ссылку для входа. Если письмо примут, случай исчезнет из списка.',
  'inbox.bouncedRow': 'отклонено {at}.',
  'inbox.action.disowned-keep': '— письма снова отправляются',
  'inbox.action.disowned-settle': '— чужой адрес, случай закрыт',
  'inbox.action.demo-fill': '— запись демонстрационных данных',
  'inbox.action.demo-remove': '— удаление демонстрационных данных',
  'inbox.action.inbox-replay': '— возврат в работу',
  'inbox.action.inbox-replay-all': '— возврат в работу всего',
  'inbox.action.inbox-retry': '— повторная попытка',
  'inbox.action.cancellation-retry': '— повторная попытка прекратить',
  'inbox.action.duplicate-refund': '— второе прекращено, платёж возвращается',
  'inbox.action.duplicate-cancel': '— второе прекращено',
  'inbox.action.duplicate-keep': '— оба сохранены',
  'inbox.audit': 'Кто что здесь сделал',
  'inbox.failedSignIns': 'Неудачные входы редакции',
  'inbox.failedSignInsHelp':
    'Сосчитаны по часам. Если вы не ошибались в пароле, его кто-то подбирает: сообщите администратору и смените пароль на более длинный.',
  'inbox.failedSignInsRow':
    '— {count, plural, one {# неудачная попытка} few {# неудачные попытки} many {# неудачных попыток} other {# неудачной попытки}}',
  'inbox.unknownName': 'Имя, которого ни у кого нет',
  'inbox.none': 'Нет.',
  'inbox.done.replayed': 'Возвращено в работу. Данные запрашиваются у Stripe.',
  'inbox.done.retried': 'Попытка началась.',
  'inbox.done.canceled': 'Второе пожертвование прекращается, уплаченное остаётся.',
  'inbox.done.refunded': 'Второе пожертвование прекращается, платёж возвращается.',
  'inbox.done.kept': 'Оба пожертвования сохранены.',
  'inbox.done.settled': 'Случай закрыт.',
  'inbox.done.nothing': 'Делать было уже нечего.',
  'duplicates.title': 'Два пожертвования одного читателя',
  'duplicates.help':
    'Если читатель оплачивает второе регулярное пожертвование из того же браузера, обычно у него были открыты две вкладки или он забыл о первом.',
  'duplicates.row': 'рядом с {kept}, найдено {at}.',
  'duplicates.otherBrowser':
    'Сделано из другого браузера под тем же адресом почты, а ввести его может кто угодно: если прекратить или вернуть, тот, кто ввёл, узнает, что владелец адреса жертвует. Сначала спросите по этому адресу.',
  'duplicates.refunded': 'Прекращено, платёж возвращён.',
  'duplicates.canceled': 'Прекращено, уплаченное остаётся.',
  'duplicates.kept': 'Сохранены оба.',
  'duplicates.failed': 'Stripe отказал: {because}. Посмотрите в панели Stripe.',
  'duplicates.again': 'Ещё не сделано: {because}. Попытки повторяются сами.',
  'duplicates.refund': 'Прекратить второе и вернуть платёж',
  'duplicates.cancel': 'Прекратить второе, уплаченное остаётся',
  'duplicates.keep': 'Оставить оба',
}

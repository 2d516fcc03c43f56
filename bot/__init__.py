"""Second Chair: a Slack app that helps a sales manager become a sales leader.

The words of this code, with no synonyms:

workspace      one Slack team that installed the app, or one whole *organisation* (Enterprise Grid) that did
installation   where the app is installed, with its tokens
person         someone in a workspace
leader, salesperson, admin   roles a person can hold
team           a leader and their salespeople; where we mean a Slack team, we say so
nudge          a kind of message we send unasked; a *channel nudge* is one that somebody set up for a channel
slot           one due occurrence of a nudge: who or where, which nudge, which local date
plan           the next slot of a recipient and nudge, and what is needed to find the one after it
schedule       every plan, kept in the database
delivery       the row that proves how a slot ended; all of them are the *outbox*. One that may or may not have
               arrived is *in doubt*, and the *reconciler* finds out
lease          the right of one worker to send for a workspace, for a while
prompt         one piece of daily content; its group is a *theme*
practice       an answer to a prompt: done, or reflected on
custom content   prompts and check-in questions that an organisation wrote, or a leader for their team
check-in       the weekly question "did you lead or manage this week?" and its answer
self-check     the fifteen items about one week, Monday to Sunday; a *scale* is lead, manage or rescue
feedback       what salespeople answer about the same items; a *round* is one invitation to give it
ride-along     one joint customer call; its *call type* is coaching, joint or model
take-over      the leader stepping in on a call, with who asked for it
reflection     what either of the two wrote after a ride-along
commitment     an if-then step with an owner
coaching moment   what a leader saw a salesperson do, kept from a message
insight        what a leader's own check-ins say over time: a *count*, or a *finding* unlikely to be chance
programme      a few weeks on one habit, in the daily prompts; a *run* is one person's
letter         a leader's own quarter on one page; the *report* is the quarter of all leaders together
streak         practice days, or check-in weeks, in a row; a *freeze* covers a gap
day off        a day without work: not a working day, a holiday, or inside a *pause*
pressure week  a quarter's end, or a week that the leader marked
integration    what connects another tool: a webhook, or an *access key*, the secret in a calendar feed or API request
private calendar   a calendar whose address somebody gave us, so that we offer its ride-alongs
visibility     how many people an aggregate needs before somebody sees it
aggregate      a number about several people, as first shown; its *contributors* are the people counted in it
disclosure     a record that on a day somebody was shown what another shared
facts          what a message or form needs to know, loaded and frozen; a nudge's own facts are its *payload*
card, view     a message of ours; a modal or the Home tab
transaction    the stores of one workspace, together; what is written in one is saved as a whole or not at all
context        what every use case works with: database, directory, library, clock
"""

# Words that once meant one of these, or something else, and are no longer used in the code: a test checks.
FORMER_WORDS = frozenset({
    "aftermath", "doubts", "figures", "ledger", "lease_desk", "memory", "needs", "sights", "standing", "suite", "twin",
    "twins", "unasked", "uninvited",
})  # fmt: skip

"""Second Chair: a Slack app that helps a sales manager become a sales leader.

The words of this code, with no synonyms:

workspace      one Slack team that installed the app
person         someone in it
leader, salesperson, admin   roles a person can hold
team           a leader and their salespeople
nudge          a kind of message we send by ourselves
slot           one due occurrence of a nudge: who or where, which nudge, which local date
delivery       the row that proves what became of a slot
prompt         one piece of daily content; its group is a *theme*
practice       an answer to a prompt
check-in       the weekly question "did you lead or manage this week?" and its answer
self-check     the fifteen items about the last seven days; a *scale* is lead, manage or rescue
other view     what salespeople answer about the same items (*twins*); a *round* is one invitation to it
ride-along     one joint customer call; its *call type* is coaching, joint or model
take-over      the leader stepping in on a call, with who asked for it
reflection     what either of the two wrote after a ride-along
commitment     an if-then step with an owner
streak         practice days, or check-in weeks, in a row; a *freeze* covers a gap
day off        a day without work: not a working day, a holiday, or inside a *pause*
pressure week  a quarter's end, or a week that the leader marked
visibility     who will see an answer
"""

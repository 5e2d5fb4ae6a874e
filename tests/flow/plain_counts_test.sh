#!/bin/sh
# Statistics of units under a heading of one row, as portals show them: STT, Đơn vị, Tổng số, Đã giải quyết, Đang giải quyết. Two months one below
# the other, a sum that does not fit, a count below zero. Expected figures were added by hand.
. "$(dirname "$0")/lib.sh"
MOTCUA_LANG=en
MOTCUA_NOW=2022-11-25T15:00
export MOTCUA_LANG MOTCUA_NOW
cat >plain.csv <<'CSV'
THỐNG KÊ HỒ SƠ THÁNG 11 NĂM 2022,,,,
STT,Đơn vị,Tổng số,Đã giải quyết,Đang giải quyết
1,Xã An Lạc,"1.234","1.000",234
2,Xã Bình Minh,20,10,10
3,Xã Cát Tường,-3,1,2
,Tổng cộng,1255,1010,244
,,,,
THỐNG KÊ HỒ SƠ THÁNG 10 NĂM 2022,,,,
STT,Đơn vị,Tổng số,Đã giải quyết,Đang giải quyết
1,Xã An Lạc,5,4,1
,Tổng cộng,5,4,1
CSV
cat >plain.expected <<'TEXT'
2022-10-01 xa-an-lac finished 4
2022-10-01 xa-an-lac open 1
2022-10-01 xa-an-lac total 5
2022-11-01 xa-an-lac finished 1000
2022-11-01 xa-an-lac open 234
2022-11-01 xa-an-lac total 1234
2022-11-01 xa-binh-minh finished 10
2022-11-01 xa-binh-minh open 10
2022-11-01 xa-binh-minh total 20
TEXT
"$bin/motcua" import plain.csv 2>told || { cat told; fail "one reject is within the limit, yet the import failed"; }
grep -q 'records that could not be read: 1/4' told || { cat told; fail "the reject is not told"; }
sqlite3 -separator ' ' motcua.db "SELECT date(period_from, 'unixepoch', '+7 hours'), unit, metric, numerator FROM figure ORDER BY 1, 2, 3" >plain.got
diff -u plain.expected plain.got || { cat told; fail "other figures"; }
grep -q 'Tổng cộng: the sum does not fit its parts: total is 1,255, its parts make 1,254' told || { cat told; fail "the broken sum is not told"; }
"$bin/motcua" rejects --format csv >rejects.csv
grep -q 'xa-cat-tuong.*cannot have' rejects.csv || { cat rejects.csv; fail "a count below zero was taken"; }
echo "9 figures as worked out by hand; a count below zero and a broken sum are told"

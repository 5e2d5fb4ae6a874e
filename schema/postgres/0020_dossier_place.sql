-- On whose system a dossier is handled (0 the province's, 1 to 99 a ministry's; NULL: the province's), and the unit that received it
-- where another one handles it (NULL: the same).
ALTER TABLE motcua.dossier ADD COLUMN system_owner bigint;
ALTER TABLE motcua.dossier ADD COLUMN receiving_unit text COLLATE "C";
ALTER TABLE motcua.dossier_history ADD COLUMN system_owner bigint;
ALTER TABLE motcua.dossier_history ADD COLUMN receiving_unit text COLLATE "C";

COMMENT ON COLUMN motcua.dossier.system_owner IS 'Hệ thống xử lý: 0 của tỉnh, 1..99 của bộ (mã bộ); NULL: của tỉnh';
COMMENT ON COLUMN motcua.dossier.receiving_unit IS 'Đơn vị tiếp nhận, nếu khác đơn vị giải quyết; NULL: cùng một đơn vị';

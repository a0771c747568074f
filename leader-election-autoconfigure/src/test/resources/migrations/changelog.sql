--liquibase formatted sql
--changeset shop:1
create table orders (id varchar(36) primary key);
insert into orders values ('first');
